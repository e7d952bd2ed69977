import { FlightDeckError, hintsOf } from "../../shared/errors.ts";

const mostListed = 20;

/**
 * Finds what an operator named: by exact id, else by exact name, else by a name that differs in case only.
 * @param kind what to look for, in the singular, such as "gateway".
 * @throws FlightDeckError `not-found`, listing what exists, or `bad-input` when several have the name.
 */
export function findByIdOrName<Row extends { id: string; name: string }>(
  kind: string,
  wanted: string,
  rows: Row[],
): Row {
  const text = wanted.trim();
  const lower = text.toLowerCase();
  const matches = [
    rows.filter((row) => row.id === lower),
    rows.filter((row) => row.name === text),
    rows.filter((row) => row.name.toLowerCase() === lower),
  ].find((candidates) => candidates.length > 0);
  if (!matches) throw notFound(kind, text, rows);
  const [match, ...others] = matches;
  if (match === undefined || others.length > 0) throw ambiguous(kind, text, matches);
  return match;
}

function notFound(kind: string, wanted: string, rows: { id: string; name: string }[]): FlightDeckError {
  const hint = rows.length > 0 ? hintsOf("not-found").named(listOf(rows)) : hintsOf("not-found").noneYet(kind);
  return new FlightDeckError("not-found", `There is no ${kind} "${wanted}".`, hint);
}

function ambiguous(kind: string, wanted: string, rows: { id: string; name: string }[]): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `"${wanted}" is the name of ${rows.length} ${kind}s.`,
    hintsOf("bad-input").ambiguousName(listOf(rows)),
  );
}

function listOf(rows: { id: string; name: string }[]): string {
  const named = rows.slice(0, mostListed).map(({ id, name }) => `${name} (${id})`);
  const more = rows.length > mostListed ? [`and ${rows.length - mostListed} more`] : [];
  return [...named, ...more].join(", ");
}
