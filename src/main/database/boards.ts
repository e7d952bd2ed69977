import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { type Board, nowTimestamp } from "../../shared/records.ts";
import { asc, eq } from "./drizzle.ts";
import { findByIdOrName } from "./find-by-id-or-name.ts";
import type { Database } from "./open-database.ts";
import { boardMemory, boards } from "./schema/record-tables.ts";

export function listBoards(db: Database): Board[] {
  return db.orm.select().from(boards).orderBy(asc(boards.createdAt), asc(boards.id)).all();
}

export function listBoardsOfGateway(db: Database, gatewayId: string): Board[] {
  const ofGateway = db.orm.select().from(boards).where(eq(boards.gatewayId, gatewayId));
  return ofGateway.orderBy(asc(boards.createdAt), asc(boards.id)).all();
}

/**
 * @param wanted an id or a name, as an operator types it.
 * @param gatewayId where given, only this gateway's boards are looked at.
 * @throws FlightDeckError `not-found`, or `bad-input` when several boards have the name.
 */
export function findBoard(db: Database, wanted: string, gatewayId?: string): Board {
  const names = db.orm.select({ id: boards.id, name: boards.name }).from(boards).orderBy(asc(boards.createdAt));
  const rows = gatewayId === undefined ? names.all() : names.where(eq(boards.gatewayId, gatewayId)).all();
  return readBoard(db, findByIdOrName("board", wanted, rows).id);
}

/** @throws FlightDeckError `not-found`. */
export function readBoard(db: Database, id: string): Board {
  const board = db.orm.select().from(boards).where(eq(boards.id, id)).get();
  if (board) return board;
  throw gone(id);
}

export function insertBoard(db: Database, board: Board): void {
  db.orm.insert(boards).values(board).run();
}

export type BoardChange = Partial<Omit<Board, "id" | "createdAt" | "updatedAt">>;

/** @throws FlightDeckError `not-found`. */
export function updateBoard(db: Database, id: string, change: BoardChange): Board {
  const { changes } = db.orm
    .update(boards)
    .set({ ...change, updatedAt: nowTimestamp() })
    .where(eq(boards.id, id))
    .run();
  if (changes === 0) throw gone(id);
  return readBoard(db, id);
}

/** Deletes a board with its agents and its memory; its runs stay in the history. */
export function deleteBoard(db: Database, id: string): void {
  db.orm.transaction((write) => {
    // First, because the outbox for Mission Control finds a line's gateway through its board.
    write.delete(boardMemory).where(eq(boardMemory.boardId, id)).run();
    const { changes } = write.delete(boards).where(eq(boards.id, id)).run();
    if (changes === 0) throw gone(id);
  });
}

function gone(id: string): FlightDeckError {
  return new FlightDeckError("not-found", `There is no board with the id ${id}.`, hintsOf("not-found").board);
}
