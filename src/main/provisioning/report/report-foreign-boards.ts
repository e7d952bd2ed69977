import { foreignDoubt } from "../../../shared/board-doubts.ts";
import type { Board } from "../../../shared/records.ts";
import type { Database } from "../../database/open-database.ts";
import { listOrganizations } from "../../database/organizations.ts";
import { type RunContext, report } from "./run-context.ts";
import { boardForeign } from "./sync-errors.ts";

/** Warns of boards of another organization than their gateway's: their agents are told to work for its people. */
export function reportForeignBoards(database: Database, run: RunContext, boards: (Board | null)[]): void {
  const organizations = new Map(listOrganizations(database).map(({ id, name }) => [id, name]));
  const each = new Map(boards.flatMap((board) => (board ? [[board.id, board] as const] : [])));
  for (const board of each.values()) {
    const doubt = foreignDoubt(board, run.gateway, organizations);
    if (doubt) report(run, boardForeign(board.name, doubt), null, "warning");
  }
}
