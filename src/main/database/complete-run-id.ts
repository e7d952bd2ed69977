import type { Database } from "./database.ts";

/** The id that begins like this, as a list shortens it; the words themselves if no run's id does, or several do. */
export function completeRunId(db: Database, wanted: string): string {
  const beginning = wanted.trim().toLowerCase();
  if (!/^[0-9a-f-]{4,35}$/.test(beginning)) return beginning;
  const select = db.sqlite.prepare<[string], string>("SELECT id FROM runs WHERE id LIKE ? || '%' LIMIT 2").pluck();
  const [first, second] = select.all(beginning);
  return first !== undefined && second === undefined ? first : beginning;
}
