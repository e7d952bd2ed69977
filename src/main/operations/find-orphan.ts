import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Orphan, orphanName } from "../../shared/orphans.ts";
import type { Gateway } from "../../shared/records.ts";
import { saveGatewayRoster } from "../database/gateway-rosters.ts";
import { listOrphans } from "../database/list-orphans.ts";
import type { Database } from "../database/open-database.ts";
import { listOwnAgents } from "../gateway/list-own-agents.ts";
import type { GatewaySession } from "../gateway/session.ts";

/**
 * An agent without a record, by its id on the gateway or by its name there, as the session has just read the roster.
 * @throws FlightDeckError not-found; bad-input if several have the name
 */
export function findOrphan(
  database: Database,
  { id, name: gatewayName }: Pick<Gateway, "id" | "name">,
  session: GatewaySession,
  wanted: string,
): Orphan {
  saveGatewayRoster(database, id, listOwnAgents(session));
  const { orphans } = listOrphans(database, id);
  const byKey = orphans.find(({ key }) => key.toLowerCase() === wanted.trim().toLowerCase());
  if (byKey) return byKey;
  const [named, ...others] = orphans.filter((orphan) => orphanName(orphan) === wanted.trim());
  if (named && others.length === 0) return named;
  if (named) {
    const ids = [named, ...others].map(({ key }) => key).join(", ");
    throw new FlightDeckError(
      "bad-input",
      `${others.length + 1} agents without a record are named "${wanted}".`,
      hintsOf("bad-input").ambiguousName(ids),
    );
  }
  throw new FlightDeckError(
    "not-found",
    `Gateway "${gatewayName}" has no agent "${wanted}" without a record.`,
    hintsOf("not-found").orphan,
  );
}
