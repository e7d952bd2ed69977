import type { Gateway } from "../../shared/records.ts";
import { keysOf } from "../../shared/typed-keys.ts";
import type { InheritedVariable, TemplateVariable, VariableOwner } from "../../shared/variables.ts";
import { and, asc, eq, type SQL, sql } from "./drizzle.ts";
import type { Database } from "./open-database.ts";
import { templateVariables } from "./schema/local-tables.ts";

const columns = {
  organization: templateVariables.organizationId,
  gateway: templateVariables.gatewayId,
  board: templateVariables.boardId,
};
const keys = { organization: "organizationId", gateway: "gatewayId", board: "boardId" } as const;

function ownedBy({ kind, id }: VariableOwner): SQL {
  return eq(columns[kind], id);
}

/** The variables of one owner, by name. */
export function listVariables(db: Database, owner: VariableOwner): TemplateVariable[] {
  const { name, value } = templateVariables;
  return db.orm.select({ name, value }).from(templateVariables).where(ownedBy(owner)).orderBy(asc(name)).all();
}

/** Every owner that has variables. */
export function listVariableOwners(db: Database): VariableOwner[] {
  const { organizationId, gatewayId, boardId } = templateVariables;
  const rows = db.orm.selectDistinct({ organizationId, gatewayId, boardId }).from(templateVariables).all();
  return rows.flatMap(ownersOf);
}

/** The variables of all owners, by name. */
export function listAllVariables(db: Database): (TemplateVariable & { owner: VariableOwner })[] {
  const rows = db.orm.select().from(templateVariables).orderBy(asc(templateVariables.name)).all();
  return rows.flatMap((row) => ownersOf(row).map((owner) => ({ name: row.name, value: row.value, owner })));
}

function ownersOf(row: Record<(typeof keys)[keyof typeof keys], string | null>): VariableOwner[] {
  return keysOf(keys).flatMap((kind): VariableOwner[] => {
    const id = row[keys[kind]];
    return id === null ? [] : [{ kind, id }];
  });
}

/** Sets a variable that exists or not. */
export function saveVariable(db: Database, owner: VariableOwner, { name, value }: TemplateVariable): void {
  deleteVariable(db, owner, name);
  db.orm
    .insert(templateVariables)
    .values({ [keys[owner.kind]]: owner.id, name, value })
    .run();
}

/** The place of a variable in its table; empty if there is none. */
export function findVariable(db: Database, owner: VariableOwner, name: string): number[] {
  return db.orm
    .select({ rowId: sql<number>`rowid` })
    .from(templateVariables)
    .where(and(ownedBy(owner), eq(templateVariables.name, name)))
    .all()
    .map(({ rowId }) => rowId);
}

/** @returns whether there was one. */
export function deleteVariable(db: Database, owner: VariableOwner, name: string): boolean {
  const { changes } = db.orm
    .delete(templateVariables)
    .where(and(ownedBy(owner), eq(templateVariables.name, name)))
    .run();
  return changes > 0;
}

/** The variables of the agents of a gateway, by their board (null for the main agent): the nearest of each name, by name. */
export function variablesOfGateway(
  db: Database,
  { id, organizationId }: Pick<Gateway, "id" | "organizationId">,
): (boardId: string | null) => InheritedVariable[] {
  const read = (kind: VariableOwner["kind"], ownerId: string) =>
    listVariables(db, { kind, id: ownerId }).map((variable): InheritedVariable => ({ ...variable, from: kind }));
  const shared = [...read("organization", organizationId), ...read("gateway", id)];
  const known = new Map<string | null, InheritedVariable[]>();
  return (boardId) => {
    const all = known.get(boardId) ?? nearest([...shared, ...(boardId === null ? [] : read("board", boardId))]);
    known.set(boardId, all);
    return all;
  };
}

/** Of each name the last one. */
function nearest(variables: InheritedVariable[]): InheritedVariable[] {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  return [...byName.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
