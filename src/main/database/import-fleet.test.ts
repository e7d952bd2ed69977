import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createVault } from "../vault/vault.ts";
import { savePendingHashes } from "./agent-token-state.ts";
import { listAgents, readAgent, updateAgent } from "./agents.ts";
import { readBoard } from "./boards.ts";
import { saveDeviceToken } from "./device-tokens.ts";
import { agent, board, dumpRows, fleet, gateway, id, madeAt } from "./fleet/test-fleet-file.ts";
import { readGateway, readGatewayToken, updateGateway } from "./gateways.ts";
import { importFleet } from "./import-fleet.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { testVault } from "./test-fleet.ts";

let dir: string;
let db: Database;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "flight-deck-import-"));
  db = openDatabase({ dataDir: dir });
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const load = (file: unknown) => importFleet(db, testVault, file).tables;

const counts = (inserted: number, updated: number, unchanged: number) => ({ inserted, updated, unchanged });

describe("importFleet", () => {
  it("inserts every table and says so", () => {
    expect(load(fleet())).toEqual({
      organizations: counts(1, 0, 0),
      users: counts(1, 0, 0),
      organization_members: counts(1, 0, 0),
      gateways: counts(1, 0, 0),
      boards: counts(1, 0, 0),
      agents: counts(2, 0, 0),
      board_memory: counts(1, 0, 0),
    });
    expect(readGatewayToken(db, testVault, gateway)).toBe("gateway-secret-token");
    expect(readBoard(db, board)).toMatchObject({ successMetrics: { leads: 10 }, createdAt: madeAt, boardType: "goal" });
    expect(readAgent(db, agent)).toMatchObject({ boardId: board, status: "provisioning", isBoardLead: false });
  });

  it("takes the text of a file, a byte order mark included", () => {
    expect(load(`\ufeff${JSON.stringify(fleet())}`).agents).toEqual(counts(2, 0, 0));
  });

  it("takes an empty file, and files that only add to what is there", () => {
    expect(load({}).agents).toEqual(counts(0, 0, 0));
    load(fleet());
    const added = { agents: [{ id: id(20), board_id: board, gateway_id: gateway, name: "Eve" }] };
    expect(load(added).agents).toEqual(counts(1, 0, 0));
  });

  it("keeps the order of the file where it gives no times", () => {
    const { agents, ...rest } = fleet();
    const untimed = ["c", "a", "b"].map((name, index) => ({
      id: id(90 - index),
      gateway_id: gateway,
      board_id: board,
      name,
    }));
    load({ ...rest, agents: untimed });
    expect(agents).toHaveLength(2);
    expect(listAgents(db).map(({ name }) => name)).toEqual(["c", "a", "b"]);
  });

  it("brings times to one form", () => {
    const file = fleet();
    file.boards[0].created_at = "2026-01-31 10:00:00.5+01:00";
    load(file);
    expect(readBoard(db, board).createdAt).toBe("2026-01-31T09:00:00.500000Z");
  });
});

describe("importing again", () => {
  it("changes not one byte of a row, sealed tokens and times included", () => {
    const untimed = fleet();
    for (const row of Object.values(untimed).flat()) {
      delete row.created_at;
      delete row.updated_at;
    }
    for (const file of [fleet(), untimed]) {
      load(file);
      const before = dumpRows(db);
      const summary = load(file);
      expect(Object.values(summary).every(({ inserted, updated }) => inserted + updated === 0)).toBe(true);
      expect(summary.agents).toEqual(counts(0, 0, 2));
      expect(dumpRows(db)).toEqual(before);
    }
  });

  it("changes nothing whatever the texts and the JSON are", () => {
    const text = fc.string({ unit: "binary" });
    const anything = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
    const anyBoard = fc.record({ description: text, objective: fc.option(text), success_metrics: anything });
    fc.assert(
      fc.property(anyBoard, (columns) => {
        const file = fleet();
        Object.assign(file.boards[0], columns);
        load(file);
        expect(load(file).boards).toEqual(counts(0, 0, 1));
      }),
      { numRuns: 50 },
    );
  });

  it("changes nothing for what SQLite cannot keep: half a surrogate pair, the sign of zero", () => {
    const file = fleet();
    Object.assign(file.boards[0], { objective: "half \ud83d", success_metrics: { leads: 0 } });
    const text = JSON.stringify(file).replace('"leads":0', '"leads":-0');
    load(text);
    expect(load(text).boards).toEqual(counts(0, 0, 1));
  });

  it("updates what differs, and the time with it", () => {
    load(fleet());
    const file = fleet();
    file.agents[0].name = "Ada Lovelace";
    delete file.agents[0].updated_at;
    expect(load(file)).toMatchObject({ agents: counts(0, 1, 1), boards: counts(0, 0, 1) });
    const changed = readAgent(db, agent);
    expect(changed).toMatchObject({ name: "Ada Lovelace", boardId: board, createdAt: madeAt });
    expect(changed.updatedAt > madeAt).toBe(true);
    expect(load(file).agents).toEqual(counts(0, 0, 2));
  });

  it("takes the file's own time of the change", () => {
    load(fleet());
    const file = fleet();
    Object.assign(file.boards[0], { objective: "Grow", updated_at: "2026-02-01T00:00:00Z" });
    load(file);
    expect(readBoard(db, board)).toMatchObject({ objective: "Grow", updatedAt: "2026-02-01T00:00:00.000000Z" });
  });

  it("leaves columns alone that the file does not give", () => {
    load(fleet());
    const file = fleet();
    delete file.boards[0].success_metrics;
    expect(load(file).boards).toEqual(counts(0, 0, 1));
    expect(readBoard(db, board).successMetrics).toEqual({ leads: 10 });
  });

  it("seals a token again only when it differs", () => {
    load(fleet());
    const file = fleet();
    file.gateways[0].token = "another-secret-token";
    expect(load(file).gateways).toEqual(counts(0, 1, 0));
    expect(readGatewayToken(db, testVault, gateway)).toBe("another-secret-token");
  });

  it.each([{ token: null }, { token: "" }, { token: undefined }])("keeps our token where the file has %j", (given) => {
    load(fleet());
    const file = fleet();
    Object.assign(file.gateways[0], given);
    expect(load(file).gateways).toEqual(counts(0, 0, 1));
    expect(readGatewayToken(db, testVault, gateway)).toBe("gateway-secret-token");
  });

  it("keeps our token while another column changes", () => {
    load(fleet());
    updateGateway(db, testVault, gateway, { token: "entered-here" });
    load({ gateways: [{ ...fleet().gateways[0], token: null, name: "South" }] });
    expect(readGateway(db, gateway).name).toBe("South");
    expect(readGatewayToken(db, testVault, gateway)).toBe("entered-here");
  });

  it("does not give a new address the token of the old one, unless the file does", () => {
    load(fleet());
    const moved = { ...fleet().gateways[0], url: "ws://127.0.0.1:2" };
    load({ gateways: [{ ...moved, token: null }] });
    expect(readGateway(db, gateway)).toMatchObject({ hasToken: false, awaitsToken: true });
    expect(readGatewayToken(db, testVault, gateway)).toBeNull();
    expect(load({ gateways: [moved] }).gateways).toEqual(counts(0, 1, 0));
    expect(readGateway(db, gateway)).toMatchObject({ hasToken: true, awaitsToken: false });
    expect(load({ gateways: [moved] }).gateways).toEqual(counts(0, 0, 1));
  });

  it("takes nothing from an agent that was provisioned here since", () => {
    const file = fleet();
    Object.assign(file.agents[0], {
      agent_token_hash: "hash of the file",
      status: "provisioning",
      provision_action: "provision",
    });
    load(file);
    const provisioned = updateAgent(db, agent, {
      agentTokenHash: "hash minted here",
      openclawSessionId: "agent:x:main",
      status: "online",
      provisionAction: null,
    });
    expect(load(file).agents).toEqual(counts(0, 0, 2));
    expect(readAgent(db, agent)).toEqual(provisioned);
    file.agents[0].name = "Renamed";
    load(file);
    expect(readAgent(db, agent)).toEqual({ ...provisioned, name: "Renamed" });
  });

  it("keeps hash and session where a newer row says null, and takes those it names", () => {
    load(fleet());
    updateAgent(db, agent, { agentTokenHash: "ours", openclawSessionId: "agent:ours:main" });
    const later = { updated_at: "2999-01-01T00:00:00Z", status: "offline" };
    load({ agents: [{ ...fleet().agents[0], ...later, agent_token_hash: null, openclaw_session_id: null }] });
    expect(readAgent(db, agent)).toMatchObject({
      agentTokenHash: "ours",
      openclawSessionId: "agent:ours:main",
      status: "offline",
    });
    load({ agents: [{ ...fleet().agents[0], ...later, agent_token_hash: "theirs" }] });
    expect(readAgent(db, agent).agentTokenHash).toBe("theirs");
  });

  it("stops when the stored token was sealed under another key, and changes nothing", () => {
    load(fleet());
    const before = dumpRows(db);
    const otherVault = createVault(Buffer.alloc(32, 9));
    expect(() => importFleet(db, otherVault, fleet())).toThrow(expect.objectContaining({ code: "vault-key" }));
    expect(dumpRows(db)).toEqual(before);
  });
});

describe("the data folder", () => {
  it("holds no secret in clear, in whatever file", () => {
    load(fleet());
    updateGateway(db, testVault, gateway, { token: "gateway-second-secret" });
    saveDeviceToken(db, testVault, gateway, { token: "device-secret-token", scopes: ["operator.read"], url: "ws://a" });
    savePendingHashes(db, [{ agentId: agent, pendingHash: "pbkdf2_sha256$200000$salt$digest" }]);
    const bytesOf = () =>
      readdirSync(dir)
        .map((name) => readFileSync(join(dir, name)).toString("latin1"))
        .join("\n");
    const inTheLog = bytesOf();
    db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
    for (const bytes of [inTheLog, bytesOf()]) {
      expect(bytes).toContain("North");
      expect(bytes).not.toMatch(/gateway-secret-token|gateway-second-secret|device-secret-token/);
    }
  });
});
