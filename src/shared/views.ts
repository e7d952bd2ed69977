import type { ErrorCode } from "./errors.ts";
import type { FileAction, FileMove, SyncState } from "./plan.ts";
import type { Agent, Board, Gateway } from "./records.ts";
import type {
  AgentOutcome,
  Outcome,
  RunError,
  RunEvent,
  RunPhase,
  RunStatus,
  SyncOptions,
  SyncReport,
} from "./sync.ts";

/** What screens show, as main serves it. Nothing in here is a secret. Times are `Timestamp` text unless they end in Ms. */

export type HostKind = "desktop" | "browser";
export type Theme = "system" | "light" | "dark";

export type AppInfo = {
  version: string;
  host: HostKind;
  dataDir: string;
  electron: string | null;
  node: string;
  /** Whether the practice fleet is in the data folder, and whether the welcome panel was answered. */
  practice: { present: boolean; gatewayId: string | null };
  welcomed: boolean;
};

export type Settings = {
  /** Mission Control's address, which agents are told. */
  baseUrl: string;
  theme: Theme;
  /** Calls in flight per gateway, 1 to 64. */
  maxInFlight: number;
  /** The folder of the operator's own templates; null for the built-in ones. */
  templateFolder: string | null;
};

/** How we stand with a gateway now. */
export type ConnectionView = {
  state: "unknown" | "connecting" | "connected" | "retrying" | "pairing" | "refused" | "offline";
  code: ErrorCode | null;
  message: string | null;
  hint: string | null;
  /** The id to approve on the gateway's host, where pairing is what is missing. */
  pairingRequestId: string | null;
  /** For `retrying`: which attempt failed, and when the next begins (ms since 1970). */
  attempt: number | null;
  nextTryAtMs: number | null;
  version: string | null;
  dialect: "classic" | "current" | null;
  /** The latest health round trips, oldest first, at most 40. */
  latenciesMs: number[];
  checkedAt: string | null;
};

export const labelColours = ["slate", "blue", "green", "amber", "red", "violet"] as const;
export type GatewayLabel = { colour: (typeof labelColours)[number]; environment: string };

/** How far the agents of a board or gateway are from what we would have there, as far as is known. */
export type SyncSummary = {
  /**
   * The worst of its agents: conflict, then out of sync, then unknown. Without agents it is unknown. Unknown agents of paused
   * boards, which nobody compares, count only where nothing is known of any other.
   */
  state: SyncState;
  synced: number;
  outOfSync: number;
  conflict: number;
  unknown: number;
  /** How many of the unknown are on a paused board. */
  paused: number;
  /** When the agent that was looked at longest ago was looked at; null when none was. */
  checkedAt: string | null;
};

/** How many of a gateway's agents have which hash of their token stored. */
export type TokenHashCounts = {
  none: number;
  light: number;
  /** More iterations than those that are made here. */
  heavy: number;
  /** A text that is no hash of a token. */
  other: number;
};

export type GatewayRow = Gateway & {
  label: GatewayLabel;
  isPractice: boolean;
  connection: ConnectionView;
  boards: number;
  agents: number;
  /** Errors of the latest run. */
  errors: number;
  lastRun: { runId: string; status: RunStatus; startedAt: string; endedAt: string | null } | null;
  runningRunId: string | null;
  sync: SyncSummary;
  tokenHashes: TokenHashCounts;
  /** How often its agents are compared with what we would have there; 0 for never. */
  checkEveryMinutes: number;
};

export type BoardRow = Board & {
  gatewayName: string | null;
  isPractice: boolean;
  isPaused: boolean;
  agents: number;
  lead: { id: string; name: string } | null;
  /** How the board's agents fared when last synced; null before. */
  lastOutcome: { outcome: Outcome; runId: string; at: string } | null;
  errors: number;
  sync: SyncSummary;
};

/** Token state as last seen. `unknown`: never read by this installation. */
export type TokenState = "verified" | "drifted" | "unreadable" | "unknown";

/** A managed file that was not as it should be when last looked at, and who moved. */
export type DifferingFile = { name: string; moved: FileMove };

/** One line of a list of up to 10,000: kept short. */
export type AgentRow = {
  id: string;
  name: string;
  boardId: string | null;
  boardName: string | null;
  gatewayId: string;
  gatewayName: string;
  status: string;
  isBoardLead: boolean;
  isMain: boolean;
  isPractice: boolean;
  token: TokenState;
  /** As of the last plan, sync or check, at `syncCheckedAt`; unknown, and null, before. */
  syncState: SyncState;
  syncCheckedAt: string | null;
  /** Left out where there are none; files that the operator keeps are not among them. */
  differing?: DifferingFile[];
  lastOutcome: Outcome | null;
  lastSeenAt: string | null;
  lastProvisionError: string | null;
};

export type AgentView = Omit<Agent, "agentTokenHash"> &
  AgentRow & {
    hasTokenHash: boolean;
    agentKey: string;
    sessionKey: string;
    workspacePath: string;
    files: { name: string; sha256: string; sizeBytes: number | null; recordedAt: string }[];
    history: { runId: string; at: string; outcome: Outcome; reason: string | null; filesWritten: string[] }[];
  };

/** A file of an agent, three ways. Tokens are masked. `gateway` is null when missing there or when the gateway is away. */
export type AgentFileView = {
  name: string;
  rendered: string;
  gateway: string | null;
  /** From the gateway's version to ours; empty when they are equal. */
  diff: string;
  action: FileAction | "unknown";
  reason: string;
  /** Who moved since we last wrote it; null when the gateway is away. */
  moved: FileMove | null;
  /** Of both sides with the token masked; what `agents.keepTheirs` is asked with. Theirs is null when missing or not known. */
  oursMaskedSha256: string;
  theirsMaskedSha256: string | null;
  /** The operator keeps the gateway's version for as long as neither side changes. */
  isKept: boolean;
};

export type RunKind = "template-sync" | "apply-plan" | "drift-check" | "ensure-lead" | "ensure-gateway-agent";

/** Who is named in the history of checks that nobody started; nobody is told of their end either. */
export const backgroundCheck = "background check";

export type RunRow = {
  id: string;
  kind: RunKind;
  gatewayId: string;
  gatewayName: string;
  startedBy: string;
  status: RunStatus;
  startedAt: string;
  endedAt: string | null;
  options: SyncOptions;
  counts: Record<Outcome, number>;
  errors: number;
  warnings: number;
};

/** Calls of one method within one second of a run: the timeline. */
export type CallBucket = {
  second: number;
  method: string;
  calls: number;
  failed: number;
  totalMs: number;
  maxMs: number;
};

export type RunAgentState = { agentId: string; agentName: string; boardId: string | null; isMain: boolean } & (
  | { state: "waiting" | "reading" | "writing" }
  | { state: "done"; outcome: AgentOutcome }
);

/**
 * A run as it stands at `seq`: what a page shows at once, live or from history, before it follows the events after `seq`.
 * `report.agents` and `report.errors` are left empty here and in the `ended` event: they are `agents` and `errors`.
 */
export type RunSnapshot = {
  run: RunRow;
  seq: number;
  phase: RunPhase;
  agents: RunAgentState[];
  errors: RunError[];
  /** Attempt 0: the gateway is not away, one call takes long; `nextTryAtMs` is then the end of its time. */
  waiting: { attempt: number; nextTryAtMs: number; reason: string } | null;
  gateway: { version: string | null; dialect: "classic" | "current" | null };
  report: SyncReport | null;
  timeline: CallBucket[];
};

/** A snapshot with its first agents, then more of them; all as of the same `seq`. */
export type RunPiece = { snapshot: RunSnapshot } | { agents: RunAgentState[] };

/**
 * Events `fromSeq` to `toSeq` of a run, in order; at most 20 batches a second however large the fleet. Ask for what comes
 * after `toSeq` next, also after a reconnect: nothing is lost and nothing comes twice. Calls have sequence numbers, too, and
 * come summed up in `calls`: every bucket that changed in this batch with its whole content, to be put in the place of the
 * one with the same second and method. `waiting` is how things stand at `toSeq`; in a `gateway-waiting` event,
 * `nextTryInMs` counts from the sending of the batch.
 */
export type RunBatch = {
  fromSeq: number;
  toSeq: number;
  events: Exclude<RunEvent, { type: "call" }>[];
  calls: CallBucket[];
  waiting: RunSnapshot["waiting"];
};

export type RunDrift = { agentId: string; fileName: string; diff: string };

export type TemplateRow = {
  name: string;
  /** Characters of the source. */
  chars: number;
  /** Which roles use it. */
  roles: ("worker" | "lead" | "main")[];
};

export type TemplatePreview = {
  files: { name: string; content: string; chars: number }[];
  totalChars: number;
  limits: { perFile: number; total: number; user: number };
  warnings: string[];
};

/** What changed in main: the renderer asks again for what it shows of these. */
export type Change = {
  topics: ("gateways" | "connections" | "boards" | "agents" | "runs" | "templates" | "settings" | "app")[];
};

export type CheckStage = {
  stage: "address" | "tls" | "handshake" | "auth" | "scopes" | "version" | "latency";
  state: "ok" | "failed" | "skipped";
  detail: string;
  hint: string | null;
};
export type CheckResult = {
  ok: boolean;
  code: ErrorCode | null;
  stages: CheckStage[];
  pairingRequestId: string | null;
};
