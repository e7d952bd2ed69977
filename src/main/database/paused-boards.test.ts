import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BoardMemory } from "../../shared/records.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { findPausedBoards } from "./paused-boards.ts";
import { boardMemory } from "./schema/record-tables.ts";
import { pausedBoardsSql } from "./sql/paused-boards-sql.ts";
import { addBoard, addOrganization } from "./test-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  addOrganization(db);
});
afterEach(() => db.close());

type Line = Pick<BoardMemory, "boardId" | "content"> & Partial<BoardMemory>;

function say(...lines: Line[]): void {
  const rows = lines.map((line) => ({
    id: randomUUID(),
    tags: null,
    isChat: true,
    source: null,
    createdAt: "2026-01-01T00:00:00.000000Z",
    ...line,
  }));
  if (rows.length > 0) db.orm.insert(boardMemory).values(rows).run();
}

const isPaused = (boardId: string) => findPausedBoards(db, [boardId]).has(boardId);
const at = (microseconds: number) => `2026-01-01T00:00:00.${String(microseconds).padStart(6, "0")}Z`;

describe("findPausedBoards", () => {
  it("goes by the latest command, to the microsecond, whatever was said since", () => {
    const boardId = addBoard(db);
    say(
      { boardId, content: "/pause", createdAt: at(2) },
      { boardId, content: "/resume", createdAt: at(1) },
      { boardId, content: "please /resume", createdAt: at(3) },
    );
    expect(isPaused(boardId)).toBe(true);
    say({ boardId, content: "/resume", createdAt: at(4) });
    expect(isPaused(boardId)).toBe(false);
  });

  it("lets the higher id win among equal times", () => {
    const boardId = addBoard(db);
    const [low = "", high = ""] = [randomUUID(), randomUUID()].sort();
    say({ boardId, id: high, content: "/pause" }, { boardId, id: low, content: "/resume" });
    expect(isPaused(boardId)).toBe(true);
  });

  it("heeds chat lines only", () => {
    const boardId = addBoard(db);
    say({ boardId, content: "/pause", isChat: false });
    expect(isPaused(boardId)).toBe(false);
  });

  it("takes commands in any case, within any white space", () => {
    const lines = [
      "/PAUSE",
      "/Pause",
      " /pause ",
      "\t/pause\n",
      "\u00a0/pause\u2003",
      "\r\n\v\f/pause\u3000\ufeff\u0085\u001f",
    ];
    for (const content of lines) {
      const boardId = addBoard(db);
      say({ boardId, content });
      expect([content, isPaused(boardId)]).toEqual([content, true]);
    }
  });

  it("takes nothing else for a command", () => {
    for (const content of [
      "",
      "pause",
      "/pause now",
      "/ pause",
      "//pause",
      "/paused",
      "/pau\tse",
      "\u200b/pause",
      "/pau\u017fe",
    ]) {
      const boardId = addBoard(db);
      say({ boardId, content });
      expect([content, isPaused(boardId)]).toEqual([content, false]);
    }
  });

  it("follows a line that is edited or deleted", () => {
    const boardId = addBoard(db);
    say({ boardId, content: "nothing" });
    db.orm.update(boardMemory).set({ content: "/pause" }).run();
    expect(isPaused(boardId)).toBe(true);
    db.orm.update(boardMemory).set({ isChat: false }).run();
    expect(isPaused(boardId)).toBe(false);
  });

  it("answers for the boards asked for, be it none or 100,000", () => {
    const [asked, other] = [addBoard(db), addBoard(db)];
    say({ boardId: asked, content: "/pause" }, { boardId: other, content: "/pause" });
    expect(findPausedBoards(db, [])).toEqual(new Set());
    expect(findPausedBoards(db, [asked])).toEqual(new Set([asked]));
    const many = Array.from({ length: 100_000 }, () => randomUUID());
    expect(findPausedBoards(db, [...many, asked])).toEqual(new Set([asked]));
  });

  it("agrees with a reference that reads line by line", () => {
    const ids = Array.from({ length: 30 }, () => randomUUID()).sort();
    const boards = [addBoard(db), addBoard(db), addBoard(db)];
    const space = fc.constantFrom("", " ", "\t", "\n", "\u00a0", "\u2028", "\u001c", "\ufeff", "\u200b");
    const word = fc.constantFrom("/pause", "/resume", "/PAUSE", "/Resume", "/stop", "hello");
    const line = fc.record({
      id: fc.constantFrom(...ids),
      boardId: fc.constantFrom(...boards),
      content: fc.tuple(space, word, space).map((parts) => parts.join("")),
      isChat: fc.boolean(),
      createdAt: fc.integer({ min: 0, max: 3 }).map(at),
    });
    const lines = fc.uniqueArray(line, { selector: ({ id }) => id, maxLength: ids.length });
    fc.assert(
      fc.property(lines, fc.subarray(boards), (said, asked) => {
        db.orm.delete(boardMemory).run();
        say(...said);
        expect(findPausedBoards(db, asked)).toEqual(referencePausedBoards(said, asked));
      }),
      { numRuns: 300 },
    );
  });
});

/** White space is what Python's strip() or JavaScript's trim() drops: the latter's, and five characters of the former's. */
function strip(text: string): string {
  const isSpace = (character: string | undefined) =>
    character !== undefined &&
    (character.trim() === "" || ["\u001c", "\u001d", "\u001e", "\u001f", "\u0085"].includes(character));
  const characters = [...text];
  while (isSpace(characters[0])) characters.shift();
  while (isSpace(characters.at(-1))) characters.pop();
  return characters.join("");
}

type Said = Pick<BoardMemory, "id" | "boardId" | "content" | "isChat" | "createdAt">;

function referencePausedBoards(said: Said[], asked: string[]): Set<string> {
  const isLater = (one: Said, other: Said) =>
    one.createdAt > other.createdAt || (one.createdAt === other.createdAt && one.id > other.id);
  return new Set(
    asked.filter((boardId) => {
      let latest: Said | undefined;
      for (const line of said) {
        const isCommand = /^\/(pause|resume)$/.test(strip(line.content).toLowerCase());
        if (line.boardId === boardId && line.isChat && isCommand && (!latest || isLater(line, latest))) latest = line;
      }
      return latest?.content.toLowerCase().includes("/pause") ?? false;
    }),
  );
}

describe("the command column", () => {
  it("drops exactly the white space that the reference drops", () => {
    const boardId = addBoard(db);
    const insert = db.sqlite.prepare(
      "INSERT INTO board_memory (id, board_id, content, is_chat, created_at) VALUES (?, ?, ?, 1, '')",
    );
    const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((c) =>
      c.isWellFormed(),
    );
    db.sqlite.transaction(() => {
      for (const character of characters) insert.run(randomUUID(), boardId, `${character}/pause${character}`);
    })();
    const commands = db.sqlite
      .prepare<[], string>("SELECT content FROM board_memory WHERE command = '/pause'")
      .pluck()
      .all();
    const expected = characters
      .map((character) => `${character}/pause${character}`)
      .filter((line) => strip(line) === "/pause");
    expect(commands.sort()).toEqual(expected.sort());
  });

  it("needs ASCII lower case only: no other character becomes a letter of the commands", () => {
    const letters = new Set("/pauseresume");
    const codePoints = [...Array(0x110000).keys()].filter((code) => code > 127);
    expect(codePoints.filter((code) => letters.has(String.fromCodePoint(code).toLowerCase()))).toEqual([]);
  });
});

describe("the query plan", () => {
  const plan = () =>
    db.sqlite
      .prepare<[{ boardIds: string }], { detail: string }>(`EXPLAIN QUERY PLAN ${pausedBoardsSql}`)
      .all({ boardIds: "[]" })
      .map((step) => step.detail);

  it("goes through the index of commands and neither scans the chat nor sorts", () => {
    expect(plan()).toContain("SEARCH board_memory USING INDEX board_memory_commands (board_id=?)");
    expect(plan().filter((step) => /SCAN board_memory|TEMP B-TREE/.test(step))).toEqual([]);
  });

  it("stays so once SQLite has statistics", () => {
    const boardId = addBoard(db);
    say(...Array.from({ length: 200 }, (_, line) => ({ boardId, content: line % 50 === 0 ? "/pause" : "hello" })));
    db.sqlite.exec("ANALYZE");
    expect(plan()).toContain("SEARCH board_memory USING INDEX board_memory_commands (board_id=?)");
  });

  it("rests on an index that holds commands alone", () => {
    const boardId = addBoard(db);
    say(...Array.from({ length: 200 }, (_, line) => ({ boardId, content: line % 50 === 0 ? "/pause" : "hello" })));
    const entries = db.sqlite.prepare(
      "SELECT count(*) FROM board_memory INDEXED BY board_memory_commands WHERE command IS NOT NULL",
    );
    expect(entries.pluck().get()).toBe(4);
    db.sqlite.exec("DROP INDEX board_memory_commands");
    expect(() => findPausedBoards(db, [boardId])).toThrow(/no such index/);
  });
});
