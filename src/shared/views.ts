import type { LimitedMode } from "./agent-modes.ts";
import type { DialectName } from "./dialect-names.ts";
import type { ErrorCode } from "./errors.ts";
import type { HeartbeatSummary, HeartbeatView } from "./heartbeats.ts";
import type { InjectionLimits } from "./injection-limits.ts";
import type { WorkObstacle } from "./obstacles.ts";
import type { OutcomeReason } from "./outcome-reasons.ts";
import type { FileAction, FileMove, SyncState } from "./plan.ts";
import type { PublicAgent } from "./public-agent.ts";
import type { Board, Gateway } from "./records.ts";
import type { RunKind } from "./run-kinds.ts";
import type { Outcome, RunStatus } from "./sync.ts";
import type { InheritedVariable } from "./variables.ts";

/** The data that main sends to screens. It contains no secrets. Times are `Timestamp` texts unless the name ends in Ms. */

export type HostKind = "desktop" | "browser";
export type Theme = "system" | "light" | "dark";

/** Where the data key is kept in a data folder: in a plain file, or in a file that only the system's key store opens. */
export type OwnKeyPlace = "file" | "key-store";
export type KeyPlace = OwnKeyPlace | "environment";

export type AppInfo = {
  version: string;
  host: HostKind;
  dataDir: string;
  /** How the command line is called here. */
  commandName: string;
  /** What is wrong with the place of the data folder; null if nothing. */
  folderProblem: string | null;
  electron: string | null;
  node: string;
  /** Whether the practice fleet is in the data folder, and whether the welcome panel was answered. */
  practice: { present: boolean; gatewayId: string | null };
  welcomed: boolean;
  /** Names the data key without revealing it. */
  keyId: string;
  keyPlace: KeyPlace;
  /** Whether this host can move the data key between its file and the system's key store. */
  canMoveKey: boolean;
};

/** The state of the connection to a gateway. */
export type ConnectionView = {
  state: "unknown" | "connecting" | "connected" | "retrying" | "pairing" | "refused" | "offline";
  code: ErrorCode | null;
  message: string | null;
  hint: string | null;
  /** The id to approve on the gateway's host, when pairing is missing. */
  pairingRequestId: string | null;
  /** The SHA-256 fingerprint of the certificate that the gateway shows, if it is not the accepted one. */
  offeredCertificate: string | null;
  /** For `retrying`: the attempt that failed, and when the next one begins (ms since 1970). */
  attempt: number | null;
  nextTryAtMs: number | null;
  /** Host and port of the proxy through which it was reached; null if it was not reached, or directly. */
  proxy: string | null;
  version: string | null;
  dialect: DialectName | null;
  /** The latest health round trips, oldest first, at most 40. */
  latenciesMs: number[];
  checkedAt: string | null;
};

export const labelColours = ["slate", "blue", "green", "amber", "red", "violet"] as const;
export type GatewayLabel = { colour: (typeof labelColours)[number]; environment: string };

/** The sync state of the agents of a board or gateway, as last known. */
export type SyncSummary = {
  /**
   * The worst state of its agents: conflict, then out of sync, then unknown. Without agents it is unknown. Agents of paused
   * boards are not compared; their unknown state counts only if all other agents are unknown as well.
   */
  state: SyncState;
  synced: number;
  outOfSync: number;
  conflict: number;
  unknown: number;
  /** How many of the unknown agents are on a paused board. */
  paused: number;
  /** The oldest comparison among the agents; null when no agent was compared. */
  checkedAt: string | null;
};

/** How many of a gateway's agents have which kind of token hash. */
export type TokenHashCounts = {
  none: number;
  light: number;
  /** Hashes with more iterations than Flight Deck uses. */
  heavy: number;
  /** Texts that are not a token hash. */
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
  lastRun: {
    runId: string;
    status: RunStatus;
    foundDrift: boolean;
    /** It succeeded only because every agent was left out. */
    allSkipped: boolean;
    startedAt: string;
    endedAt: string | null;
  } | null;
  runningRunId: string | null;
  sync: SyncSummary;
  tokenHashes: TokenHashCounts;
  heartbeats: HeartbeatSummary;
  /** The settings that keep its agents from working, as last read; null before the first time. */
  work: { obstacles: WorkObstacle[]; readAt: string } | null;
  /** Whether heartbeats answer in an agent's last chat, where the gateway could then skip them. */
  deliversHeartbeats: boolean;
  /** Its own template folder and base URL; null for those in the settings. */
  ownTemplates: OwnTemplates;
  /** How often its agents are checked; 0 for never. */
  checkEveryMinutes: number;
};

export type OwnTemplates = { folder: string | null; baseUrl: string | null };

export type BoardRow = Board & {
  gatewayName: string | null;
  isPractice: boolean;
  isPaused: boolean;
  agents: number;
  lead: { id: string; name: string } | null;
  labels: string[];
  /** The outcomes of the board's agents in their last sync; null before the first. */
  lastOutcome: { outcome: Outcome; runId: string; at: string } | null;
  errors: number;
  sync: SyncSummary;
};

/** The state of a token when last read. `unknown`: never read by this installation. */
export type TokenState = "verified" | "drifted" | "unreadable" | "unknown";

/** A managed file that differed in the last comparison, and which side changed. */
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
  /** As of the last plan, sync or check at `syncCheckedAt`; before the first, unknown and null. */
  syncState: SyncState;
  syncCheckedAt: string | null;
  /** Absent when there are none. Files that the operator keeps as they are on the gateway are not included. */
  differing?: DifferingFile[];
  /** Its own labels, and those of its board, which count for it as well; absent when there are none. */
  labels?: string[];
  boardLabels?: string[];
  /** What of it is changed on its gateway, for an adopted agent; absent for one like any other. */
  mode?: LimitedMode;
  /** Its heartbeat as the gateway last reported it; absent before the first time. */
  heartbeat?: HeartbeatView;
  lastOutcome: Outcome | null;
  lastSeenAt: string | null;
  lastProvisionError: string | null;
};

export type AgentView = PublicAgent &
  AgentRow & {
    hasTokenHash: boolean;
    /** Whether its heartbeats answer in its last chat; null follows its gateway. */
    deliversHeartbeats: boolean | null;
    agentKey: string;
    sessionKey: string;
    workspacePath: string;
    files: { name: string; sha256: string; sizeBytes: number | null; recordedAt: string }[];
    history: {
      runId: string;
      at: string;
      outcome: Outcome;
      reason: OutcomeReason | null;
      /** The message of the error that stopped the agent, if one did. */
      message: string | null;
      kind: RunKind;
      /** The run only compared: it would have written these files. */
      isComparison: boolean;
      filesWritten: string[];
    }[];
  };

/** A file of an agent in its versions, tokens masked. `gateway` is null if the file is missing or too large, or the gateway away. */
export type AgentFileView = {
  name: string;
  rendered: string;
  gateway: string | null;
  /** It is on the gateway, but larger than what is read. */
  isTooLarge: boolean;
  /** From the gateway version to the template version; empty when they are equal. */
  diff: string;
  action: FileAction | "unknown";
  reason: string;
  /** Which side changed since Flight Deck last wrote it; null when the gateway is unreachable. */
  moved: FileMove | null;
  /** Hashes of both versions with the token masked, for `agents.keepTheirs`. `theirs` is null when missing or unknown. */
  oursMaskedSha256: string;
  theirsMaskedSha256: string | null;
  /** The operator keeps the gateway's version for as long as neither side changes. */
  isKept: boolean;
};

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
  limits: InjectionLimits;
  /** Whose limits they are: of its gateway as last read, or of the newest gateways. */
  whose: string;
  warnings: string[];
  /** The operator's own names that this agent's templates can use. */
  variables: InheritedVariable[];
};

/** The topics that changed in main; the renderer refetches what it shows of them. */
export type Change = {
  topics: (
    | "organizations"
    | "gateways"
    | "connections"
    | "boards"
    | "agents"
    | "runs"
    | "templates"
    | "settings"
    | "app"
    | "mirror"
    | "bin"
    | "attention"
  )[];
};

export type CheckStage = {
  stage:
    | "address"
    | "tls"
    | "handshake"
    | "auth"
    | "scopes"
    | "version"
    | "latency"
    | "agents"
    | "heartbeats"
    | "base-url";
  state: "ok" | "warning" | "failed" | "skipped";
  detail: string;
  hint: string | null;
};
export type CheckResult = {
  ok: boolean;
  code: ErrorCode | null;
  stages: CheckStage[];
  pairingRequestId: string | null;
  /** The SHA-256 fingerprint of the certificate that the gateway shows, if it is not the accepted one. */
  offeredCertificate: string | null;
};
