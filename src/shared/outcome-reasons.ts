import { errorEntry, isErrorCode } from "./errors.ts";

/** Why a run ended before it was done with an agent. */
const endReasons = {
  cancelled: "the run was cancelled",
  "gateway-lost": "the gateway could not be reached",
  "gateway-refused": "the gateway refused the connection",
  "run-stopped": "an error ended the run",
  "no-database": "the database could not be used",
  fault: "an error in Flight Deck ended the run",
  "app-ended": "Flight Deck ended",
} as const;

/** What such a run left behind. */
const remainders = {
  "entry-added": "after its entry on the gateway was added; none of its files was written",
  "entry-changed": "after its entry on the gateway was changed; none of its files was written",
  "token-open": "its new token becomes valid with the next sync",
} as const;

/** Why an agent has its outcome, as the end of a sentence. The history keeps the codes. */
const ownReasons = {
  paused: "its board is paused",
  "no-board": "its board is not on this gateway",
  "being-deleted": "Mission Control is deleting it",
  "no-token": "its token cannot be read",
  "left-out": "its mode leaves this out",
  gone: "is no longer on the gateway, and its mode adds no agents",
  "would-update": "would be updated",
  woken: "woken",
  adopted: "adopted; nothing changed on the gateway",
  deleted: "deleted on the gateway; its workspace stays on the gateway's host",
  "token-adopted": "the token in its files, from an earlier run, becomes its current token",
  /** An error of its own, whose message says more. */
  error: "an error stopped it",
  "not-ours": "exists on the gateway and was not made by Flight Deck",
  "managed-elsewhere": "is managed by another installation of Flight Deck",
  clash: "shares its agent or workspace with another",
  "not-found": "could not be found on the gateway",
  "not-planned": "could not be read or rendered",
  "not-added": "could not be added to the gateway",
  "entry-unknown": "may be on the gateway: its configuration could not be read after it was changed",
  "entry-refused": "its roster entry could not be corrected",
  "workspace-refused": "could not be given its workspace",
  "workspace-changed": "its workspace was changed on the gateway meanwhile",
  "workspace-kept": "stays in its old workspace: a move would leave files behind",
} as const;

export type EndReason = keyof typeof endReasons;
export type OutcomeReason = keyof typeof ownReasons | EndReason | `${EndReason}+${keyof typeof remainders}`;

type Reasoned = {
  reason: OutcomeReason | null;
  filesWritten: readonly string[];
  filesUncertain?: readonly string[];
};

/**
 * Why an agent has its outcome, in words; empty when there is nothing to say.
 * @param message of the agent's first error, which says more than the code `error`
 */
export function reasonInWords(
  { reason, filesWritten, filesUncertain = [] }: Reasoned,
  message: string | null = null,
): string {
  if (reason === null) return "";
  if (reason === "error") return message ?? ownReasons.error;
  if (isOneOf(ownReasons, reason)) return ownReasons[reason];
  const [end = "", remainder = ""] = reason.split("+");
  if (!isOneOf(endReasons, end)) return storedReason(reason);
  const left = isOneOf(remainders, remainder) ? remainders[remainder] : null;
  const written = filesWritten.length > 0 ? [`written: ${filesWritten.join(", ")}`] : [];
  const uncertain = filesUncertain.length > 0 ? [`not known whether written: ${filesUncertain.join(", ")}`] : [];
  const files = [...written, ...uncertain];
  if (files.length > 0) {
    return [`${endReasons[end]} while its files were being written`, ...files, ...(left ? [left] : [])].join("; ");
  }
  return `${endReasons[end]} ${left ?? "before any of its files was written"}`;
}

/** Earlier versions stored sentences, and the error codes of runs that ended early. */
function storedReason(reason: string): string {
  if (reason === "internal error") return endReasons.fault;
  return isErrorCode(reason) ? errorEntry(reason).title : reason;
}

function isOneOf<Key extends string>(words: Record<Key, string>, text: string): text is Key {
  return Object.hasOwn(words, text);
}

/** The messages of agents' first errors, by agent id. */
export function firstMessages(errors: readonly { severity: string; agentId: string | null; message: string }[]) {
  const messages = new Map<string, string>();
  for (const { severity, agentId, message } of errors) {
    if (severity === "error" && agentId !== null && !messages.has(agentId)) messages.set(agentId, message);
  }
  return messages;
}
