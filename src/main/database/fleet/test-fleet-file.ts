import type { Database } from "../open-database.ts";

export const id = (number: number) => `00000000-0000-0000-0000-${String(number).padStart(12, "0")}`;
export const organization = id(1);
const user = id(2);
const member = id(3);
export const gateway = id(4);
export const board = id(5);
export const agent = id(6);
const main = id(7);
const line = id(8);
export const madeAt = "2026-01-31T09:00:00.000123Z";

export type Row = Record<string, unknown>;
type FleetFile = Record<string, Row[]>;

/** A fleet file for tests with a row in every table and some columns that only Mission Control has. */
export const fleet = (): FleetFile & { agents: [Row, Row]; gateways: [Row]; boards: [Row] } => ({
  organizations: [{ id: organization, name: "Org", created_at: madeAt, updated_at: madeAt, plan: "pro" }],
  users: [{ id: user, email: "ada@example.org", clerk_user_id: "clerk" }],
  organization_members: [
    { id: member, organization_id: organization, user_id: user, role: "owner", created_at: madeAt },
  ],
  gateways: [
    {
      id: gateway,
      organization_id: organization,
      name: "North",
      url: "ws://127.0.0.1:1",
      token: "gateway-secret-token",
      workspace_root: "/srv",
      created_at: madeAt,
      updated_at: madeAt,
    },
  ],
  boards: [
    {
      id: board,
      organization_id: organization,
      name: "Sales",
      gateway_id: gateway,
      success_metrics: { leads: 10 },
      created_at: madeAt,
      updated_at: madeAt,
    },
  ],
  agents: [
    { id: agent, board_id: board, gateway_id: gateway, name: "Ada", created_at: madeAt, updated_at: madeAt },
    { id: main, board_id: null, gateway_id: gateway, name: "Main", created_at: madeAt, updated_at: madeAt },
  ],
  board_memory: [{ id: line, board_id: board, content: "/pause", is_chat: true, tags: ["a"], created_at: madeAt }],
});

/** Every row of every table, sealed texts included. */
export function dumpRows(db: Database): unknown {
  const tables = db.sqlite.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all();
  return Object.fromEntries(tables.map((table) => [table, db.sqlite.prepare(`SELECT * FROM ${table}`).all()]));
}
