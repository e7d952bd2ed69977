import type { OwnTemplates } from "../../shared/views.ts";
import { eq } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { gatewayTemplates, type RenderedWith } from "./schema/local-tables.ts";

type Row = Omit<typeof gatewayTemplates.$inferSelect, "gatewayId">;

const nothing: Row = { folder: null, baseUrl: null, lastRead: null, lastSynced: null };

/** What is stored about each gateway's templates. */
export function readGatewayTemplates(db: Database): (gatewayId: string) => Row {
  const rows = db.orm.select().from(gatewayTemplates).all();
  const byGateway = new Map(rows.map((row) => [row.gatewayId, row]));
  return (gatewayId) => byGateway.get(gatewayId) ?? nothing;
}

export function readTemplatesOf(db: Database, gatewayId: string): Row {
  return db.orm.select().from(gatewayTemplates).where(eq(gatewayTemplates.gatewayId, gatewayId)).get() ?? nothing;
}

/** The operator's choice. What changes also ends that of a flag: the next sync with it needs no confirmation. */
export function saveOwnTemplates(db: Database, gatewayId: string, own: OwnTemplates): void {
  const { lastSynced, folder, baseUrl } = readTemplatesOf(db, gatewayId);
  const ended = {
    ...(own.folder === folder ? {} : { isFolderGiven: false }),
    ...(own.baseUrl === baseUrl ? {} : { isBaseUrlGiven: false }),
  };
  save(db, gatewayId, { ...own, lastSynced: lastSynced && { ...lastSynced, ...ended } });
}

export function saveLastRead(db: Database, gatewayId: string, lastRead: string): void {
  save(db, gatewayId, { lastRead });
}

/** A sync of this gateway is about to write files made with these. */
export function saveLastSynced(db: Database, gatewayId: string, lastSynced: RenderedWith): void {
  save(db, gatewayId, { lastSynced });
}

function save(db: Database, gatewayId: string, change: Partial<Row>): void {
  db.orm
    .insert(gatewayTemplates)
    .values({ gatewayId, ...change })
    .onConflictDoUpdate({ target: gatewayTemplates.gatewayId, set: change })
    .run();
}
