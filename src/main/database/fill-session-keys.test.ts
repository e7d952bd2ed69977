import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAgent } from "./agents.ts";
import { agent, board, fleet, gateway, id } from "./fleet/test-fleet-file.ts";
import { importFleet } from "./import-fleet.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { readOwnedAgents } from "./owned-agents.ts";
import { testVault } from "./test-fleet.ts";
import { saveOutcomes } from "./test-old-installation.ts";

let dataDir: string;
let db: Database;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-keys-"));
  db = openDatabase({ dataDir });
});
afterEach(() => {
  db.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const keyOf = (agentId: string) => readAgent(db, agentId).openclawSessionId;
const load = (file: unknown) => importFleet(db, testVault, file).tables;

describe("an import", () => {
  test("gives agents without a session key the one of their role, and changes nothing the second time", () => {
    const lead = { id: id(20), board_id: board, gateway_id: gateway, name: "Lead", is_board_lead: true };
    const blank = { id: id(21), board_id: board, gateway_id: gateway, name: "Main", openclaw_session_id: " " };
    const named = {
      id: id(22),
      board_id: board,
      gateway_id: gateway,
      name: "Pi",
      openclaw_session_id: "agent:pico:main",
    };
    const file = { ...fleet(), agents: [...fleet().agents, lead, blank, named] };
    load(file);
    expect(keyOf(agent)).toBe(`agent:mc-${agent}:main`);
    expect(keyOf(id(7))).toBe(`agent:mc-gateway-${gateway}:main`);
    expect(keyOf(lead.id)).toBe(`agent:lead-${board}:main`);
    expect(keyOf(blank.id)).toBe(`agent:mc-${blank.id}:main`);
    expect(keyOf(named.id)).toBe("agent:pico:main");
    expect(load(file).agents).toEqual({ inserted: 0, updated: 0, unchanged: 5 });
  });

  test("leaves an agent that becomes lead the key it has", () => {
    load(fleet());
    load({ agents: [{ ...fleet().agents[0], is_board_lead: true }] });
    expect(keyOf(agent)).toBe(`agent:mc-${agent}:main`);
  });
});

describe("a database of a version that went by the slugs of names", () => {
  /** Leaves the database as that version did, with records without keys, and opens it again. */
  function reopen(before: (old: Database) => void): void {
    load(fleet());
    db.sqlite.exec("UPDATE agents SET openclaw_session_id = NULL; PRAGMA user_version = 0");
    before(db);
    db.close();
    db = openDatabase({ dataDir });
  }
  const write = (old: Database, written: string | null) =>
    old.sqlite
      .prepare(
        `INSERT INTO written_files (agent_id, file_name, sha256, masked_sha256, written_masked_sha256, recorded_at)
         VALUES (?, 'SOUL.md', 'x', 'x', ?, 'now')`,
      )
      .run(agent, written);

  test("keeps the key under which an agent was written, as its own", () => {
    reopen((old) => write(old, "x"));
    expect(keyOf(agent)).toBe("agent:ada:main");
    expect(readOwnedAgents(db, [agent]).get(agent)).toMatchObject({ gatewayId: gateway, key: "ada" });
    expect(keyOf(id(7))).toBe(`agent:mc-gateway-${gateway}:main`);
  });

  test("keeps the key of the name that the agent had when it was last synced", () => {
    reopen((old) => {
      write(old, "x");
      saveOutcomes(old, agent, [
        { name: "Ada B.", outcome: "updated", dryRun: false },
        { name: "Ada C.", outcome: "updated", dryRun: true },
        { name: "Ada D.", outcome: "failed", dryRun: false },
      ]);
    });
    expect(keyOf(agent)).toBe("agent:ada-b:main");
  });

  test("a token on its way is a sign of writing, too", () => {
    reopen((old) =>
      old.sqlite.prepare("INSERT INTO agent_token_state (agent_id, pending_hash) VALUES (?, 'hash')").run(agent),
    );
    expect(keyOf(agent)).toBe("agent:ada:main");
  });

  test("gives the key of its role to an agent that was only looked at, or never", () => {
    reopen((old) => write(old, null));
    expect(keyOf(agent)).toBe(`agent:mc-${agent}:main`);
    expect(readOwnedAgents(db, [agent]).size).toBe(0);
  });

  test("notes an agent with a key of its own as ours where it was written, once", () => {
    const setKey = (key: string) =>
      db.sqlite.prepare("UPDATE agents SET openclaw_session_id = ? WHERE id = ?").run(`agent:${key}:main`, agent);
    reopen((old) => {
      write(old, "x");
      old.sqlite.prepare("UPDATE agents SET openclaw_session_id = 'agent:pico:main' WHERE id = ?").run(agent);
    });
    expect(readOwnedAgents(db, [agent]).get(agent)).toMatchObject({ key: "pico" });
    setKey("somebody");
    db.close();
    db = openDatabase({ dataDir });
    expect(readOwnedAgents(db, [agent]).get(agent)).toMatchObject({ key: "pico" });
  });
});
