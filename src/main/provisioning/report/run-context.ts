import type { DialectName } from "../../../shared/dialect-names.ts";
import type { HeartbeatHealth } from "../../../shared/heartbeats.ts";
import type { Gateway } from "../../../shared/records.ts";
import type { AgentOutcome, RunError, RunEvent, Severity } from "../../../shared/sync.ts";
import type { SyncOptions } from "../../../shared/sync-options.ts";
import { explainStorageTrouble } from "../../database/explain-database-failure.ts";
import type { FileWriteIntent, FileWriteResult } from "../../database/file-writes.ts";
import type { VersionSource } from "../../database/schema/content-tables.ts";
import type { KeptPair } from "../../database/written-files.ts";
import { isFatal } from "../../gateway/refusal.ts";
import { TemplatesRefusedError } from "../../templates/template-error.ts";
import type { OutlineAgent, RenderAgent } from "../model/agent-file-renderer.ts";
import type { AgentSyncFacts } from "../model/agent-sync-facts.ts";
import type { MissionControlRun } from "../model/mission-control.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import type { SeenFile } from "../model/written-file-facts.ts";
import type { TokenBook } from "../tokens/token-book.ts";
import type { MoveStore } from "./move-store.ts";
import { errorRow, type RunTally } from "./run-tally.ts";
import type { StepBook } from "./step-book.ts";
import type { WakeBook } from "./wake-book.ts";

/** The text has no token; the hash is that of the content with only the agent's own masked. */
export type KeptContent = { fileName: string; maskedSha256: string; source: VersionSource; maskedText: string };

/** What a run records for later processes. Records may be gathered; `flush` makes them durable. */
export type RunJournal = {
  outcome(outcome: AgentOutcome): void;
  error(error: RunError): void;
  /** Whether a version of the agent's file has this content. */
  isVersion(agentId: string, fileName: string, maskedSha256: string): boolean;
  /** Whether it is that of the latest version whose content can be read. */
  isLatestVersion(agentId: string, fileName: string, maskedSha256: string): boolean;
  /** Keeps what an agent's files have now; resolves at once. What is intended later is on disk after it. */
  keep(agentId: string, contents: readonly KeptContent[]): void;
  /** These files are about to be written. Resolves when that is recorded, and replaced content is on disk. */
  intend(intents: readonly FileWriteIntent[]): Promise<void>;
  /** These choices about an agent's files are recorded at once; what is intended later is on disk after them. */
  keepTheirs(agentId: string, kept: readonly { fileName: string; pair: KeptPair | null }[]): void;
  /** The result of an intended write. */
  wrote(result: FileWriteResult): void;
  drift(agentId: string, fileName: string, diff: string): void;
  seen(agentId: string, files: SeenFile[]): void;
  syncState(facts: AgentSyncFacts): void;
  /** An agent's heartbeat on the gateway; a later reading of the same run replaces an earlier one. */
  heartbeat(agentId: string, health: HeartbeatHealth): void;
  flush(): void;
};

/** What one run works with; made once by the run and passed to each of its steps. */
export type RunContext = {
  runId: string;
  gateway: Gateway;
  options: SyncOptions;
  /** The templates are not saved. */
  isDraft: boolean;
  /** What agents write in their own files becomes versions. */
  keepsLearned: boolean;
  /** The agent is provisioned for the first time: BOOTSTRAP is due, and it is woken at the end. */
  provisioning: boolean;
  render: RenderAgent;
  outline: OutlineAgent;
  tokens: TokenBook;
  /** The name of this installation in the files with tokens. */
  mark: string;
  /** Whether other installations have the same token hashes, so that their agents are ours as well. */
  sharesTokens: boolean;
  journal: RunJournal;
  moves: MoveStore;
  wakes: WakeBook;
  steps: StepBook;
  /** Whether an earlier run found another dialect on the gateway than this one. */
  wasUpgraded: (dialect: DialectName) => boolean;
  tally: RunTally;
  emit: (event: RunEvent) => void;
  /** Null without a source, and in a dry run. */
  missionControl: MissionControlRun | null;
  signal: AbortSignal;
};

/** Records an agent's only outcome. */
export function recordOutcome(run: RunContext, outcome: AgentOutcome): void {
  run.tally.add(outcome);
  run.journal.outcome(outcome);
  run.emit({ type: "agent-outcome", outcome });
}

export function report(
  run: RunContext,
  error: unknown,
  scoped: ScopedAgent | null,
  severity: Severity = "error",
): void {
  const row = errorRow(error, scoped, severity);
  run.tally.errors.push(row);
  run.journal.error(row);
  run.emit({ type: "error", error: row });
}

/**
 * True for what ends the whole run rather than one agent: the gateway is gone or refused us, no agent can be rendered, what would be
 * written cannot be recorded first, or we were cancelled.
 */
export function endsRun(run: RunContext, error: unknown): boolean {
  const isOfRun = isFatal(error) || error instanceof TemplatesRefusedError || explainStorageTrouble(error) !== null;
  return run.signal.aborted || isOfRun;
}
