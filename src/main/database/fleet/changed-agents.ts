import { isDeepStrictEqual } from "node:util";
import { isSameEndpoint } from "../../../shared/addresses.ts";
import type { User } from "../../../shared/records.ts";
import { inJsonList } from "../in-json-list.ts";
import type { Database } from "../open-database.ts";
import { listOrganizations } from "../organizations.ts";
import { findOwner } from "../owner.ts";
import { agents, gateways } from "../schema/record-tables.ts";

/** Columns that determine the desired state of agents. A gateway's address decides which gateway was compared. */
const desired: Record<string, string[]> = {
  agents: [
    "name",
    "boardId",
    "gatewayId",
    "openclawSessionId",
    "agentTokenHash",
    "heartbeatConfig",
    "identityProfile",
    "identityTemplate",
    "soulTemplate",
    "isBoardLead",
  ],
  boards: [
    "name",
    "gatewayId",
    "boardType",
    "objective",
    "successMetrics",
    "targetDate",
    "goalConfirmed",
    "requireApprovalForDone",
    "requireReviewBeforeDone",
    "commentRequiredForReview",
    "blockStatusChangesWithPendingApproval",
    "onlyLeadCanChangeStatus",
    "maxAgents",
  ],
  gateways: ["workspaceRoot", "url", "organizationId"],
};

export type ChangedRow = {
  table: string;
  id: string;
  before: Record<string, unknown>;
  changes: Record<string, unknown>;
};

/** The agents whose desired state depends on one of these changes. @param owners as they were before them */
export function findChangedAgents(db: Database, rows: ChangedRow[], owners: Map<string, User | undefined>): string[] {
  const idsIn = (table: string) => rows.filter((row) => row.table === table && matters(row)).map(({ id }) => id);
  const organizations = [...readOwners(db)].flatMap(([id, owner]) =>
    isDeepStrictEqual(owner, owners.get(id)) ? [] : [id],
  );
  const ofOrganizations = db.orm
    .select()
    .from(gateways)
    .where(inJsonList(gateways.organizationId, organizations))
    .all();
  const gatewayIds = [...idsIn("gateways"), ...ofOrganizations.map(({ id }) => id)];
  const select = { id: agents.id };
  const found = [
    ...idsIn("agents").map((id) => ({ id })),
    ...db.orm
      .select(select)
      .from(agents)
      .where(inJsonList(agents.boardId, idsIn("boards")))
      .all(),
    ...db.orm.select(select).from(agents).where(inJsonList(agents.gatewayId, gatewayIds)).all(),
  ];
  return [...new Set(found.map(({ id }) => id))];
}

function matters({ table, before, changes }: ChangedRow): boolean {
  return Object.keys(changes).some((column) => {
    if (!desired[table]?.includes(column)) return false;
    return column !== "url" || !isSameEndpoint(String(before.url), String(changes.url));
  });
}

/** The owner of each organization, whom agents' files describe. */
export function readOwners(db: Database): Map<string, User | undefined> {
  return new Map(listOrganizations(db).map(({ id }) => [id, findOwner(db, id)]));
}
