import { isSilent } from "../../../shared/is-silent.ts";
import { localTime } from "./amounts.ts";
import type { Cell } from "./text-table.ts";

/** When an agent last checked in with Mission Control, and whether it is silent since. */
export function checkInCell(lastSeenAt: string | null, nowMs: number): Cell {
  if (lastSeenAt === null) return { text: "never", style: "yellow" };
  const when = localTime(lastSeenAt);
  return isSilent(Date.parse(lastSeenAt), nowMs) ? { text: `silent since ${when}`, style: "yellow" } : when;
}
