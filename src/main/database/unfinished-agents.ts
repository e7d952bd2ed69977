import type { EndReason } from "../../shared/outcome-reasons.ts";
import type { AgentOutcome } from "../../shared/sync.ts";
import { eq } from "./drizzle.ts";
import { readFileWrites } from "./file-writes.ts";
import type { Database } from "./open-database.ts";
import { runAgents, runScopes } from "./schema/history-tables.ts";

/**
 * The agents of a run that ended without giving them an outcome, with what its journal of writes shows: which files were
 * written, and which may have been. Every write is in the journal before it is sent, so other files were not written.
 */
export function readUnfinishedAgents(db: Database, runId: string, why: EndReason): AgentOutcome[] {
  const scope = db.orm.select().from(runScopes).where(eq(runScopes.runId, runId)).get()?.agents ?? [];
  const finished = new Set(
    db.orm
      .select({ id: runAgents.agentId })
      .from(runAgents)
      .where(eq(runAgents.runId, runId))
      .all()
      .map(({ id }) => id),
  );
  const writes = readFileWrites(db, runId);
  return scope
    .filter(({ agentId }) => !finished.has(agentId))
    .map((agent): AgentOutcome => {
      const own = writes.get(agent.agentId) ?? [];
      const filesWritten = own.filter(({ state }) => state === "written").map(({ fileName }) => fileName);
      const filesUncertain = own
        .filter(({ state }) => state === "intended" || state === "unknown")
        .map(({ fileName }) => fileName);
      const isBegun = filesWritten.length > 0 || filesUncertain.length > 0;
      return {
        ...agent,
        outcome: isBegun ? "failed" : "not-attempted",
        reason: why,
        filesWritten,
        filesUnchanged: [],
        filesPreserved: [],
        filesUncertain,
      };
    });
}
