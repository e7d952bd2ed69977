import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { practiceFleet, practiceIds } from "../../practice-gateway/practice-fleet.ts";
import type { ImportReport } from "../../shared/import-report.ts";
import { saveVerifiedTokens } from "../database/agent-token-state.ts";
import { saveDeviceToken } from "../database/device-tokens.ts";
import { fleetFiles, fleetText } from "../database/fleet/fleet-files.ts";
import { importedTables } from "../database/fleet/fleet-tables.ts";
import { FleetFolder } from "../database/fleet/parse-fleet.ts";
import { exportedColumns } from "../database/fleet/read-fleet.ts";
import { dumpRows, fleet, gateway } from "../database/fleet/test-fleet-file.ts";
import { saveMirrorSource } from "../database/mirror/mirror-source.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { testVault } from "../database/test-fleet.ts";
import { exportFleet } from "./export-fleet.ts";
import { importFleetFile } from "./import-fleet-file.ts";
import { savePracticeGatewayId } from "./practice-choice.ts";
import { anyFleet } from "./test-any-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const load = (database: Database, file: unknown): ImportReport =>
  importFleetFile({ database, vault: testVault, dataDir: "/nowhere" }, file, { dryRun: false });
const exported = (database: Database) => exportFleet(database, testVault);
const textOf = (database: Database) => fleetText(exported(database));
const filesOf = (database: Database) => fleetFiles(exported(database));
const changesOf = ({ rows }: ImportReport) => rows.filter(({ change }) => change !== "only-here");

function inEmpty<T>(work: (database: Database) => T): T {
  const database = openDatabase({ inMemory: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}

describe("an export", () => {
  it("comes back the same from an empty folder, and changes nothing where it was made", { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(anyFleet, (file) =>
        inEmpty((source) => {
          load(source, file);
          const [whole, parts] = [textOf(source), filesOf(source)];
          expect(changesOf(load(source, whole))).toEqual([]);
          expect(changesOf(load(source, new FleetFolder(parts)))).toEqual([]);
          expect(textOf(source)).toBe(whole);
          for (const input of [whole, new FleetFolder(parts)]) {
            inEmpty((target) => {
              load(target, input);
              expect(textOf(target)).toBe(whole);
              expect(filesOf(target)).toEqual(parts);
            });
          }
        }),
      ),
      { numRuns: 8 },
    );
  });

  it("has every column of the records except secrets and what changes by itself", () => {
    const columns = importedTables.map((table) => [table.name, exportedColumns(table).map(([, column]) => column)]);
    const all = importedTables.map((table) => [table.name, [...table.columnNames.values()]]);
    const left = (all as [string, string[]][]).map(([table, names], index) => {
      const kept = new Set(columns[index]?.[1]);
      return [table, names.filter((column) => !kept.has(column))];
    });
    expect(Object.fromEntries(left)).toEqual({
      organizations: ["updated_at"],
      users: [],
      organization_members: [],
      gateways: ["token", "updated_at"],
      boards: ["updated_at"],
      agents: [
        "status",
        "agent_token_hash",
        "provision_requested_at",
        "provision_action",
        "delete_requested_at",
        "last_seen_at",
        "last_provision_error",
        "lifecycle_generation",
        "wake_attempts",
        "last_wake_sent_at",
        "checkin_deadline_at",
        "updated_at",
      ],
      board_memory: ["command"],
    });
  });

  it("is the same after a sync and after check-ins", () => {
    load(db, fleet());
    const before = filesOf(db);
    db.sqlite
      .prepare(
        "UPDATE agents SET status = 'online', last_seen_at = '2027', agent_token_hash = 'h', updated_at = '2027'",
      )
      .run();
    db.sqlite.prepare("UPDATE gateways SET updated_at = '2027'").run();
    expect(filesOf(db)).toEqual(before);
  });

  it("has no secret, wherever one is stored or was pasted", () => {
    const file = fleet();
    const agentToken = `A1${"bC3".repeat(13)}dE`;
    Object.assign(file.agents[0], {
      agent_token_hash: "planted-agent-hash",
      soul_template: `Use ${agentToken} for everything.`,
      identity_profile: { role: "Triage", note: "gateway-secret-token" },
      identity_template: "Say AUTH_TOKEN=planted-line-with-a-token",
    });
    Object.assign(file.boards[0], { objective: "The token is gateway-secret-token.", variables: { team: "support" } });
    load(db, file);
    const agentId = String(file.agents[0].id);
    saveDeviceToken(db, testVault, gateway, { token: "planted-device-token", scopes: [], url: "ws://127.0.0.1:1" });
    saveVerifiedTokens(db, [
      {
        agentId,
        verifiedHash: "planted-verified-hash",
        verifiedFingerprint: testVault.fingerprint(agentToken),
        verifiedInSha256: null,
      },
    ]);
    db.sqlite.prepare("UPDATE gateways SET url = 'wss://user:planted-password@gw.example.com'").run();
    const check = { checkedAt: "", ok: true, stages: [], migration: null, isReadOnly: false };
    const source = { tls: "off", caPem: null, pollSeconds: 60, writeBack: false } as const;
    saveMirrorSource(db, testVault, { url: "postgresql://mc:planted-database@127.0.0.1/mc", ...source, check });
    const { warnings } = exported(db);
    for (const content of [textOf(db), JSON.stringify(filesOf(db))]) {
      expect(content).not.toMatch(/planted/);
      expect(content).not.toContain("gateway-secret-token");
      expect(content).not.toContain(agentToken);
      expect(content).toContain("team");
    }
    expect(warnings).toEqual([
      'gateways "North", url: is left out, because it is no address that can be used. Correct it, then export again.',
      'boards "Sales", objective: is left out, because it holds a token. Take the token out, then export again.',
      ...["identity_profile", "identity_template", "soul_template"].map(
        (column) =>
          `agents "Ada", ${column}: is left out, because it holds a token. Take the token out, then export again.`,
      ),
    ]);
    // What is left out is not taken away where the export was made.
    expect(changesOf(load(db, textOf(db)))).toEqual([]);
  });

  it("leaves out the practice fleet and agents that Mission Control is deleting, and says so", () => {
    const file = fleet();
    Object.assign(file.agents[0], { status: "deleting" });
    load(db, file);
    const before = exported(db);
    expect(before.notes).toEqual(['Agent "Ada" is left out, because Mission Control is deleting it.']);
    load(db, practiceFleet({ gatewayUrl: "ws://127.0.0.1:2", token: "practice-token" }));
    savePracticeGatewayId(db, practiceIds.gatewayId);
    const after = exported(db);
    expect(after.rows).toEqual(before.rows);
    expect(after.notes).toContain("The practice fleet is not part of an export.");
  });

  it("names the file of a bad row of a folder, and refuses all of it", () => {
    load(db, fleet());
    const files = filesOf(db).map(({ path, text: content }) => {
      return { path, text: content.replace('"is_board_lead": false', '"is_board_lead": "perhaps"') };
    });
    inEmpty((target) => {
      const before = dumpRows(target);
      expect(() => load(target, new FleetFolder(files))).toThrow(
        /boards\/sales\.json, agents row 1 "Ada", is_board_lead: must be/,
      );
      expect(dumpRows(target)).toEqual(before);
    });
  });
});

describe("an import of what only Flight Deck has", () => {
  it("reports each change once and by name, and a second time none", () => {
    load(db, fleet());
    const change = {
      settings: { base_url: "https://mission.example.com" },
      gateways: [{ ...fleet().gateways[0], label_colour: "red", variables: { team: "a" } }],
      agents: [{ ...fleet().agents[0], delivers_heartbeats: true }],
    };
    const report = load(db, change);
    expect(changesOf(report).map(({ table, columns }) => [table, columns])).toEqual([
      ["gateways", ["label_colour", "variables"]],
      ["agents", ["delivers_heartbeats"]],
      ["settings", ["base_url"]],
    ]);
    expect(report.tables).toMatchObject({ gateways: { updated: 1, unchanged: 0 }, settings: { updated: 1 } });
    expect(changesOf(load(db, change))).toEqual([]);
  });

  it.each([
    [
      "a variable that is a token",
      { variables: { team: `AUTH_TOKEN=${"aB3".repeat(14)}` } },
      /variables\.team: The value of "team" looks like a token/,
    ],
    ["a built-in name", { variables: { agent_name: "x" } }, /is a built-in name of templates/],
    ["a value that is no text", { variables: { team: 3 } }, /variables\.team: must be a text/],
    ["an unknown colour", { label_colour: "pink" }, /label_colour: is not one of slate/],
    ["a base URL with a password", { base_url: "https://u:p@x.example" }, /base_url: contains a user name or password/],
  ])("refuses %s", (_, own, reason) => {
    const file = { ...fleet(), gateways: [{ ...fleet().gateways[0], ...own }] };
    expect(() => load(db, file)).toThrow(reason);
  });

  it("keeps variables that are only here, and says which", () => {
    const withVariables = (variables: object) => {
      return { ...fleet(), boards: [{ ...fleet().boards[0], variables }] };
    };
    load(db, withVariables({ one: "1", two: "2" }));
    const { warnings } = load(db, withVariables({ one: "1" }));
    expect(warnings).toContain('boards row 1 "Sales", variables: two is here, not in the file; stays here.');
  });
});
