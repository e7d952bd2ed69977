import { expect, it } from "vitest";
import { practiceFleet, practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { writeChatCommand } from "../database/chat-commands.ts";
import { importFleet } from "../database/import-fleet.ts";
import { saveMirrorSource } from "../database/mirror/mirror-source.ts";
import { openDatabase } from "../database/open-database.ts";
import { createVault } from "../vault/vault.ts";
import { deletePracticeData } from "./delete-practice-data.ts";
import { readPracticeGatewayId, savePracticeGatewayId } from "./practice-choice.ts";

it("nothing of the practice fleet waits for Mission Control when it is deleted", () => {
  const db = openDatabase({ inMemory: true });
  const vault = createVault(Buffer.alloc(32, 7));
  const check = { checkedAt: "", ok: true, stages: [], migration: null, isReadOnly: false };
  const settings = { tls: "off", caPem: null, pollSeconds: 60, writeBack: true } as const;
  saveMirrorSource(db, vault, { url: "postgresql://u@127.0.0.1/mc", ...settings, check });
  savePracticeGatewayId(db, practiceIds.gatewayId);
  importFleet(db, vault, practiceFleet({ gatewayUrl: "ws://127.0.0.1:1", token: "t" }));
  const [boardId = ""] = db.sqlite.prepare<[], string>("SELECT id FROM boards").pluck().all();
  writeChatCommand(db, { boardId, command: "/pause", source: "test" });
  deletePracticeData(db);
  expect(db.sqlite.prepare("SELECT id FROM agents").all()).toEqual([]);
  expect(readPracticeGatewayId(db)).toBeNull();
  expect(db.sqlite.prepare("SELECT table_name, row_id FROM mirror_changes").all()).toEqual([]);
  db.close();
});
