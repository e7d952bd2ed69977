import type { PlannedMove } from "./plan.ts";

/** A change of workspace as a sentence without its subject, for plans. */
export function describeMove({ from, to, isRefused, carries, leaves, isListed }: PlannedMove): string {
  const rest = [
    ...leaves.map(({ name }) => name),
    ...(isListed ? [] : ["any other files, which this gateway does not list"]),
  ];
  if (isRefused) return `stays in ${from} and does not move to ${to}, which would leave behind ${listed(rest)}`;
  const along = carries.length > 0 ? `, takes along ${listed(carries)}` : "";
  const behind = rest.length > 0 ? `, leaves behind ${listed(rest)}` : "";
  return `moves from ${from} to ${to}${along}${behind}`;
}

function listed(names: string[]): string {
  const last = names.at(-1) ?? "";
  return names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${last}` : last;
}
