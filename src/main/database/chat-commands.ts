import { randomUUID } from "node:crypto";
import { nowTimestamp } from "../../shared/records.ts";
import type { Database } from "./open-database.ts";
import { boardMemory } from "./schema/record-tables.ts";

/** Writes `/pause` or `/resume` into the chat of a board (docs/behaviour.md, A sync). */
export function writeChatCommand(
  db: Database,
  { boardId, command, source }: { boardId: string; command: "/pause" | "/resume"; source: string },
): void {
  db.orm
    .insert(boardMemory)
    .values({
      id: randomUUID(),
      boardId,
      content: command,
      tags: null,
      isChat: true,
      source,
      createdAt: nowTimestamp(),
    })
    .run();
}
