import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { MirrorPushReport } from "../../../shared/mirror-push.ts";
import { listAgentIdentities } from "../../database/agents.ts";
import { readLocalRows } from "../../database/mirror/local-rows.ts";
import { findMirroredTable } from "../../database/mirror/mirrored-columns.ts";
import type { Database } from "../../database/open-database.ts";
import { rowRefused } from "../push/explain-refusal.ts";

/* What a run says about Mission Control's database. */

type Named = { id: string; name: string };

export function hashNotPushed(database: Database, { agentId }: { agentId: string }, why: string): FlightDeckError {
  const row = readLocalRows(database, findMirroredTable("agents"), [agentId]).get(agentId);
  return new FlightDeckError(
    "push-failed",
    `Agent "${row?.name ?? agentId}" has a new token in its file, but Mission Control does not know it yet: ${why}`,
    hintsOf("push-failed").syncAgain,
  );
}

export function notClaimed({ name }: Named, error: unknown): FlightDeckError {
  return new FlightDeckError(
    "push-failed",
    `No token was made on gateway "${name}": Mission Control could not be told which agents get one. ${messageOf(error)}`,
    hintsOf("push-failed").whenReachable,
    { cause: error },
  );
}

export function resultsNotPushed({ name }: Named, error: unknown): FlightDeckError {
  return new FlightDeckError(
    "push-failed",
    `Not everything that the run changed on gateway "${name}" was written to Mission Control's database: ${messageOf(error)}`,
    hintsOf("push-failed").nothingLost,
    { cause: error },
  );
}

/** The gateway's agents that the last push of a run did not write. Other rows do not belong to the run. */
export function leftOf(
  { refused, conflicts }: MirrorPushReport,
  database: Database,
  gateway: Named,
): FlightDeckError[] {
  const own = new Set(listAgentIdentities(database, gateway.id).map(({ id }) => id));
  const problems = refused.filter(({ id }) => own.has(id)).map(rowRefused);
  const open = conflicts.filter(({ id, choice }) => own.has(id) && choice === null);
  if (open.length === 0) return problems;
  const names = [...new Set(open.map(({ name, column }) => `${column} of "${name}"`))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  const conflict = new FlightDeckError(
    "push-conflict",
    `Changed both here and in Mission Control: ${names.slice(0, 3).join(", ")}${more}. Neither side was overwritten.`,
    hintsOf("push-conflict").choose,
  );
  return [...problems, conflict];
}
