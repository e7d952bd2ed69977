import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { nameRow } from "./name-row.ts";
import type { FleetProblem } from "./parse-fleet.ts";

const mostReported = 20;

/** The error that lists the problems of a fleet file, each with its row; an id that is wrong in many rows is one problem. */
export function fleetRefusal(found: FleetProblem[]): FlightDeckError {
  const problems = oncePerId(found);
  const lines = problems.slice(0, mostReported).map(({ reason, others, ...place }) => {
    const more = others === 0 ? "" : ` (also in ${others === 1 ? "another place" : `${others} other places`})`;
    return `  ${nameRow(place)}: ${reason}${more}`;
  });
  const more = problems.length > mostReported ? [`  and ${problems.length - mostReported} more`] : [];
  const count = problems.length === 1 ? "one problem" : `${problems.length} problems`;
  return new FlightDeckError(
    "bad-input",
    [`The fleet file has ${count}:`, ...lines, ...more].join("\n"),
    hintsOf("bad-input").fleetFile,
  );
}

type GroupedProblem = FleetProblem & { others: number };

/** A row's own id comes before the references to it. */
function oncePerId(problems: FleetProblem[]): GroupedProblem[] {
  const firstOf = new Map<string, GroupedProblem>();
  const grouped: GroupedProblem[] = [];
  for (const problem of problems) {
    const key = problem.badId?.toLowerCase();
    const first = key === undefined ? undefined : firstOf.get(key);
    if (first) {
      first.others += 1;
      continue;
    }
    const entry = { ...problem, others: 0 };
    grouped.push(entry);
    if (key !== undefined) firstOf.set(key, entry);
  }
  return grouped;
}
