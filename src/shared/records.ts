import { z } from "zod";
import { addressFault } from "./addresses.ts";

/**
 * The records Flight Deck mirrors from Mission Control. Keys are camelCase here; the fleet file, SQLite and
 * PostgreSQL use the same names in snake_case (docs/behaviour.md, Records).
 */

/** A point in time as UTC text with exactly six fraction digits, so that text order is time order: `2026-01-31T09:00:00.000123Z`. */
export type Timestamp = string;

/** A JSON object as Mission Control keeps it in a JSON column. */
export type JsonObject = { [key: string]: JsonValue };
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

const timestampPattern = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Normalises any ISO-like time that PostgreSQL, Python or JavaScript prints to a `Timestamp`. A time without a zone is UTC.
 *
 * @returns the timestamp, or undefined when the text is not a time
 */
export function toTimestamp(text: string): Timestamp | undefined {
  if (text.trim() === "infinity") return "9999-12-31T23:59:59.999999Z";
  if (text.trim() === "-infinity") return "0001-01-01T00:00:00.000000Z";
  const match = timestampPattern.exec(text.trim());
  if (!match) return undefined;
  const [, date = "", clock, fraction = "", zone = "Z"] = match;
  if (!isCalendarDate(date)) return undefined;
  const instant = new Date(`${date}T${clock}${normalZone(zone)}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  const iso = instant.toISOString();
  // A time zone can move a time beyond four-digit years, where text order is no longer time order.
  if (iso.length !== "2026-01-31T09:00:00.000Z".length) return undefined;
  return `${iso.slice(0, 19)}.${fraction.padEnd(6, "0").slice(0, 6)}Z`;
}

/** Whether the month has this day; Date.parse reads 30 February as 2 March. What is no date at all it refuses itself. */
function isCalendarDate(date: string): boolean {
  if (Number(date.slice(-2)) <= 28) return true;
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}

function normalZone(zone: string): string {
  if (zone === "Z") return zone;
  const digits = zone.slice(1).replace(":", "").padEnd(4, "0");
  return `${zone[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}

let lastMicroseconds = 0;

/**
 * The current time. Two calls in one process never return the same text, so that records keep the order in which they were
 * made. It uses the wall clock, because performance.now() stops while a laptop sleeps.
 */
export function nowTimestamp(): Timestamp {
  const microseconds = Math.max(Date.now() * 1000, lastMicroseconds + 1);
  lastMicroseconds = microseconds;
  const iso = new Date(Math.floor(microseconds / 1000)).toISOString();
  return `${iso.slice(0, 23)}${String(microseconds % 1000).padStart(3, "0")}Z`;
}

const timestamp = z.string().transform((text, context) => {
  const normal = toTimestamp(text);
  if (normal !== undefined) return normal;
  context.addIssue({ code: "custom", message: "is not a time such as 2026-01-31T09:00:00.000123Z" });
  return z.NEVER;
});

/** Any UUID that PostgreSQL takes, whatever its version bits. */
const id = z.guid("is not a UUID").transform((text) => text.toLowerCase());
/** Of any length, like Mission Control's; what a gateway cannot take is refused when an agent is planned. */
const name = z.string().trim().min(1, "must not be empty");
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? null);
const jsonObject = z
  .record(z.string(), z.json())
  .nullish()
  .transform((value): JsonObject | null => value ?? null);
const optionalTime = timestamp.nullish().transform((text) => text ?? null);
const optionalCount = z
  .number()
  .int()
  .nullish()
  .transform((value) => value ?? null);
const madeAt = timestamp.optional().transform((text) => text ?? nowTimestamp());

export const organizationSchema = z.object({ id, name, createdAt: madeAt, updatedAt: madeAt });
export type Organization = z.infer<typeof organizationSchema>;

export const userSchema = z.object({
  id,
  email: optionalText,
  name: optionalText,
  preferredName: optionalText,
  pronouns: optionalText,
  timezone: optionalText,
  notes: optionalText,
  context: optionalText,
});
export type User = z.infer<typeof userSchema>;

export const organizationMemberSchema = z.object({
  id,
  organizationId: id,
  userId: id,
  role: z.string().default("member"),
  createdAt: madeAt,
});
export type OrganizationMember = z.infer<typeof organizationMemberSchema>;

export const gatewaySchema = z.object({
  id,
  organizationId: id,
  name,
  /** May be empty: the address may be added later. */
  url: z
    .string()
    .trim()
    .default("")
    .superRefine((url, context) => {
      const fault = url === "" ? null : addressFault("gateway", url);
      if (fault) context.addIssue({ code: "custom", message: `${fault.reason}. ${fault.hint}` });
    }),
  /** Unencrypted only between a form or a fleet file and the vault; never in a `Gateway` that is read back. */
  token: optionalText.transform((text) => text?.trim() || null),
  workspaceRoot: z.string().trim().min(1, "must not be empty"),
  allowInsecureTls: z.boolean().default(false),
  disableDevicePairing: z.boolean().default(false),
  createdAt: madeAt,
  updatedAt: madeAt,
});
export type GatewayInput = z.infer<typeof gatewaySchema>;
/** A gateway as everything outside the vault sees it: whether a token is stored, never the token. */
export type Gateway = Omit<GatewayInput, "token"> & {
  /** A token for the gateway's present address is stored. */
  hasToken: boolean;
  /** A token is stored for another address; it is not sent to the present one, so the operator must enter one. */
  awaitsToken: boolean;
  /**
   * The SHA-256 fingerprint of the certificate that a gateway with `allowInsecureTls` must show at its present address; null
   * before the first connection.
   */
  certificateSha256: string | null;
};

export const boardSchema = z.object({
  id,
  organizationId: id,
  name,
  slug: z.string().default(""),
  description: z.string().default(""),
  gatewayId: id.nullish().transform((value) => value ?? null),
  boardGroupId: id.nullish().transform((value) => value ?? null),
  boardType: z.string().default("goal"),
  objective: optionalText,
  successMetrics: jsonObject,
  targetDate: optionalText,
  goalConfirmed: z.boolean().default(false),
  goalSource: optionalText,
  requireApprovalForDone: z.boolean().default(true),
  requireReviewBeforeDone: z.boolean().default(false),
  commentRequiredForReview: z.boolean().default(false),
  blockStatusChangesWithPendingApproval: z.boolean().default(false),
  onlyLeadCanChangeStatus: z.boolean().default(false),
  maxAgents: z.number().int().min(0).default(1),
  createdAt: madeAt,
  updatedAt: madeAt,
});
export type Board = z.infer<typeof boardSchema>;

export const agentSchema = z.object({
  id,
  boardId: id.nullish().transform((value) => value ?? null),
  gatewayId: id,
  name,
  status: z.string().default("provisioning"),
  openclawSessionId: optionalText.transform((text) => text?.trim() || null),
  agentTokenHash: optionalText,
  heartbeatConfig: jsonObject,
  identityProfile: jsonObject,
  identityTemplate: optionalText,
  soulTemplate: optionalText,
  provisionRequestedAt: optionalTime,
  provisionAction: optionalText,
  deleteRequestedAt: optionalTime,
  lastSeenAt: optionalTime,
  lastProvisionError: optionalText,
  isBoardLead: z.boolean().default(false),
  lifecycleGeneration: optionalCount,
  wakeAttempts: optionalCount,
  lastWakeSentAt: optionalTime,
  checkinDeadlineAt: optionalTime,
  createdAt: madeAt,
  updatedAt: madeAt,
});
export type Agent = z.infer<typeof agentSchema>;

/** What a new agent's record has in the columns that only running agents and Mission Control set. */
export const untouchedMarks = {
  provisionRequestedAt: null,
  provisionAction: null,
  deleteRequestedAt: null,
  lastSeenAt: null,
  lastProvisionError: null,
  lifecycleGeneration: null,
  wakeAttempts: null,
  lastWakeSentAt: null,
  checkinDeadlineAt: null,
} satisfies Partial<Agent>;

export const boardMemorySchema = z.object({
  id,
  boardId: id,
  content: z.string(),
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? null),
  isChat: z.boolean().default(false),
  source: optionalText,
  createdAt: madeAt,
});
export type BoardMemory = z.infer<typeof boardMemorySchema>;

/** The tables of a fleet file, in the order in which rows may refer to earlier tables. */
export const fleetTables = {
  organizations: organizationSchema,
  users: userSchema,
  organizationMembers: organizationMemberSchema,
  gateways: gatewaySchema,
  boards: boardSchema,
  agents: agentSchema,
  boardMemory: boardMemorySchema,
} as const;
export type FleetTableName = keyof typeof fleetTables;
