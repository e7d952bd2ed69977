import { z } from "zod";
import { backupsKept } from "./backups.ts";
import { labelsSchema } from "./labels.ts";
import { mirrorTlsModes } from "./mirror.ts";
import { agentSchema, boardSchema, gatewaySchema, userSchema } from "./records.ts";
import { mostHistoryDays, mostHistoryRuns, mostVersions } from "./retention.ts";
import { labelColours } from "./views.ts";

/* What a renderer may send of records, settings and sources. Main validates it. */

export const typedName = z.string().trim().min(1, "must not be empty").max(200, "is longer than 200 characters");

export const gatewayFields = gatewaySchema
  .pick({ workspaceRoot: true, allowInsecureTls: true, disableDevicePairing: true })
  .extend({
    name: typedName,
    /** Checked by the operation, whose error says what is wrong. */
    url: z.string().trim(),
    organizationId: z.string().nullable(),
    /** Write-only: absent keeps the stored one, null removes it. */
    token: z.string().nullish(),
    label: z.object({ colour: z.enum(labelColours), environment: z.string().max(40) }),
  });

/**
 * Some of the fields of a record; absent fields stay unchanged. (`partial()` alone would fill absent fields with the
 * defaults of a new record.)
 */
export const changeOf = <Shape extends z.core.$ZodShape>(fields: z.ZodObject<Shape>) => {
  const withoutDefaults = Object.entries(fields.shape).map(([key, field]) => [
    key,
    field instanceof z.ZodDefault ? field.unwrap() : field,
  ]);
  return z.object(Object.fromEntries(withoutDefaults) as Shape).partial();
};

export const personFields = userSchema.omit({ id: true });
export const boardFields = boardSchema
  .omit({ id: true, createdAt: true, updatedAt: true, organizationId: true })
  .extend({ name: typedName, labels: labelsSchema.optional() });
export const agentFields = agentSchema
  .pick({
    boardId: true,
    gatewayId: true,
    heartbeatConfig: true,
    identityProfile: true,
    identityTemplate: true,
    soulTemplate: true,
  })
  .extend({ name: typedName, isBoardLead: z.boolean().default(false), labels: labelsSchema.optional() });

/** A conflict as it was shown to the operator who decides it. */
export const conflictVersions = z.object({
  table: z.string(),
  id: z.string(),
  column: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
});

/** What is left out stays as it is. */
export const mirrorSettings = z.object({
  pollSeconds: z.number().int().min(5).max(86_400).optional(),
  writeBack: z.boolean().optional(),
});

export const mirrorSourceFields = z.object({
  /** Write-only: it holds a password. */
  url: z.string().max(10_000),
  /** Null for what the URL says, or else TLS if the server offers it. */
  tls: z.enum(mirrorTlsModes).nullable().default(null),
  /** The certificates of the authority that signed the server's, as PEM. */
  caPem: z.string().max(1_000_000).nullable().default(null),
});

/** What is left out stays as it is. */
export const settingsChange = z.object({
  baseUrl: z.string().trim().optional(),
  theme: z.enum(["system", "light", "dark"]).optional(),
  maxInFlight: z.number().int().min(1).max(64).optional(),
  templateFolder: z.string().nullable().optional(),
  backupsKept: z.number().int().min(1).max(backupsKept.atMost).optional(),
  historyDays: z.number().int().min(1).max(mostHistoryDays).optional(),
  historyRuns: z.number().int().min(1).max(mostHistoryRuns).optional(),
  versionDays: z.number().int().min(1).max(mostHistoryDays).optional(),
  versionsKept: z.number().int().min(1).max(mostVersions).optional(),
  keepsLearned: z.boolean().optional(),
  keepsAwake: z.boolean().optional(),
});

/** A version of a template set, and the present one as the operator saw it. */
export const chosenTemplates = z.object({ folder: z.string(), versionId: z.number().int(), baseSha256: z.string() });

export const runFilter = z.object({
  gatewayId: z.string().optional(),
  boardId: z.string().optional(),
  /** Only runs that took up what this run left unfinished. */
  retryOf: z.string().optional(),
  /** Only runs that are pinned. */
  pinned: z.literal(true).optional(),
  limit: z.number().int().min(1).max(500).default(100),
});
