import { randomUUID } from "node:crypto";
import {
  type Agent,
  agentSchema,
  type Board,
  boardSchema,
  type GatewayInput,
  gatewaySchema,
  organizationSchema,
} from "../../shared/records.ts";
import { createVault } from "../vault/vault.ts";
import { insertAgent } from "./agents.ts";
import { insertBoard } from "./boards.ts";
import { insertGateway } from "./gateways.ts";
import type { Database } from "./open-database.ts";
import { organizations } from "./schema/record-tables.ts";

/** Valid records for tests; a test gives only the columns it is about. */

export const testVault = createVault(Buffer.alloc(32, 1));
export const organizationId = "00000000-0000-4000-8000-000000000001";

export function addOrganization(db: Database): void {
  db.orm
    .insert(organizations)
    .values(organizationSchema.parse({ id: organizationId, name: "Org" }))
    .run();
}

export function addGateway(db: Database, gateway: Partial<GatewayInput> = {}): string {
  const row = gatewaySchema.parse({
    id: randomUUID(),
    organizationId,
    name: "Gateway",
    workspaceRoot: "/w",
    ...gateway,
  });
  return insertGateway(db, testVault, row).id;
}

export function addBoard(db: Database, board: Partial<Board> = {}): string {
  const row = boardSchema.parse({ id: randomUUID(), organizationId, name: "Board", ...board });
  insertBoard(db, row);
  return row.id;
}

export function addAgent(db: Database, agent: Partial<Agent> & { gatewayId: string }): string {
  const row = agentSchema.parse({ id: randomUUID(), name: "Agent", ...agent });
  insertAgent(db, row);
  return row.id;
}
