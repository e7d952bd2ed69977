import type { GroupCommit } from "../../database/group-commit.ts";
import type { Database } from "../../database/open-database.ts";
import {
  listEarlierRuns,
  type RecordedStep,
  readSteps,
  recordStepDone,
  recordStepIntent,
  takeBackStep,
} from "../../database/run-steps.ts";
import type { RunStep } from "../../database/schema/history-tables.ts";

/** The steps that a run must not repeat: those of earlier runs with the same work, and its own. */
export type StepBook = {
  earlier(agentId: string, step: RunStep): RecordedStep | undefined;
  /** Records a step within the caller's transaction, which must be on disk before the effect. */
  note(agentId: string, step: RunStep, key?: string): void;
  /** The same. Resolves when it is on disk. */
  begin(agentId: string, step: RunStep): Promise<void>;
  done(agentId: string, step: RunStep): void;
  /** The step had no effect. */
  takeBack(agentId: string, step: RunStep): void;
};

export function openStepBook(database: Database, runId: string, durable: GroupCommit): StepBook {
  const earlierRuns = listEarlierRuns(database, runId);
  const earlier = readSteps(database, earlierRuns);
  const note: StepBook["note"] = (agentId, step, key) =>
    recordStepIntent(database, { runId, agentId, step, ...(key === undefined ? {} : { key }) });
  return {
    earlier,
    note,
    begin: (agentId, step) => durable.commit(() => note(agentId, step)),
    done: (agentId, step) => recordStepDone(database, { runIds: [runId, ...earlierRuns], agentId, step }),
    takeBack: (agentId, step) => takeBackStep(database, { runId, agentId, step }),
  };
}
