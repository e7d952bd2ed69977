import { randomUUID } from "node:crypto";
import { type BinEntry, type BinKind, binDays, type OnGateway } from "../../../shared/bin.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import type { Database } from "../database.ts";
import { desc, eq, lt } from "../drizzle.ts";
import { formerGatewaySetting } from "../move-agents-with-boards.ts";
import { ownedAgentSetting } from "../owned-agents.ts";
import { bin, binSecrets } from "../schema/bin-tables.ts";
import { sealedColumns } from "../sealed-values.ts";
import { isClockSteady } from "../steady-clock.ts";
import { type BinContent, rowsIn } from "./bin-content.ts";
import { secretId } from "./bin-secrets.ts";
import { captureRows, type Root } from "./capture-rows.ts";

export type Binned = {
  kind: BinKind;
  recordId: string;
  name: string;
  place: string | null;
  /** What is deleted by name; what goes with it is found. */
  roots: readonly Root[];
  onGateway?: OnGateway;
  settings?: Pick<BinContent, "label" | "checkEveryMinutes">;
};

const dayMs = 24 * 60 * 60_000;

/** Keeps records that are about to be deleted. Call it in the transaction that deletes them. @returns the id of the entry */
export function moveToBin(db: Database, binned: Binned): string {
  const { kind, recordId, name, place, roots, onGateway = "stays", settings = {} } = binned;
  const { tables, detached } = captureRows(db, roots);
  const agentIds = rowsIn({ tables }, "agents").map(({ id }) => String(id));
  const noted = captureNotes(db, agentIds);
  const id = randomUUID();
  const secrets = takeSecrets(id, tables);
  const content: BinContent = {
    tables: noted.length > 0 ? [...tables, { table: "settings", rows: noted }] : tables,
    detached,
    ...settings,
  };
  const people = rowsIn({ tables }, "users").length;
  const agents = agentIds.length - (kind === "agent" ? 1 : 0);
  const counts = { agents, people: kind === "person" ? 0 : people };
  db.orm
    .insert(bin)
    .values({ id, kind, recordId, name, place, ...counts, onGateway, content, deletedAt: nowTimestamp() })
    .run();
  for (const secret of secrets) db.orm.insert(binSecrets).values(secret).run();
  return id;
}

/** What the settings note about agents. */
function captureNotes(db: Database, agentIds: readonly string[]): { key: string; value: string }[] {
  const names = agentIds.flatMap((id) => [ownedAgentSetting(id), formerGatewaySetting(id)]);
  return db.sqlite
    .prepare<[string], { key: string; value: string }>(
      "SELECT key, value FROM settings WHERE key IN (SELECT value FROM json_each(?))",
    )
    .all(JSON.stringify(names));
}

/** Takes the sealed values out of rows: they are kept where a rotation of the data key finds them. */
function takeSecrets(binId: string, tables: BinContent["tables"]): (typeof binSecrets.$inferInsert)[] {
  return sealedColumns.flatMap(({ table, column, idColumn }) =>
    rowsIn({ tables }, table).flatMap((row) => {
      const sealed = row[column];
      if (typeof sealed !== "string" || sealed === "") return [];
      row[column] = "";
      return [{ id: secretId(binId, table, String(row[idColumn])), binId, sealed }];
    }),
  );
}

const listed = {
  id: bin.id,
  kind: bin.kind,
  recordId: bin.recordId,
  name: bin.name,
  place: bin.place,
  agents: bin.agents,
  people: bin.people,
  onGateway: bin.onGateway,
  deletedAt: bin.deletedAt,
};

/** What is in the bin, the latest first. */
export function listBin(db: Database): BinEntry[] {
  const rows = db.orm.select(listed).from(bin).orderBy(desc(bin.deletedAt), desc(bin.id)).all();
  return rows.map((row) => ({ ...row, expiresAt: expiryOf(row.deletedAt) }));
}

function expiryOf(deletedAt: string): string {
  return new Date(Date.parse(deletedAt) + binDays * dayMs).toISOString();
}

export type BinRow = typeof bin.$inferSelect;

/** @throws FlightDeckError not-found */
export function readBinEntry(db: Database, id: string): BinRow {
  const entry = db.orm.select().from(bin).where(eq(bin.id, id)).get();
  if (entry) return entry;
  throw new FlightDeckError("not-found", `There is nothing in the bin with the id ${id}.`, hintsOf("not-found").bin);
}

export function deleteBinEntry(db: Database, id: string): void {
  db.orm.delete(bin).where(eq(bin.id, id)).run();
}

/**
 * Deletes for good what has been in the bin for longer than it is kept, or all of it. Entries do not expire by a clock that was just
 * set. @returns how many entries
 */
export function emptyBin(db: Database, which: "all" | "expired", now = new Date()): number {
  if (which === "all") return db.orm.delete(bin).run().changes;
  const isExpired = lt(bin.deletedAt, new Date(now.getTime() - binDays * dayMs).toISOString());
  // Nothing is written where nothing has expired: other processes would notice it.
  const first = db.orm.select({ id: bin.id }).from(bin).where(isExpired).limit(1).get();
  if (!first || !isClockSteady(db, now.getTime())) return 0;
  return db.orm.delete(bin).where(isExpired).run().changes;
}
