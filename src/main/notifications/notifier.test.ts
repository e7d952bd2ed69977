import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { GatewayNotification } from "../../shared/notifications.ts";
import type { RunStatus } from "../../shared/sync.ts";
import { readFleetRevision, saveAgentSyncStates } from "../database/agent-sync-states.ts";
import type { Database } from "../database/database.ts";
import { saveKindTold } from "../database/notifications/notification-kinds.ts";
import { deleteSink, insertSink, listSinks } from "../database/notifications/notification-sinks.ts";
import { openDatabase } from "../database/open-database.ts";
import { createRun, finishRun } from "../database/runs.ts";
import { addAgent, addGateway, addOrganization, testVault } from "../database/test-fleet.ts";
import { directNetwork } from "../network/network.ts";
import type { Presence } from "./find-problems.ts";
import { Notifier } from "./notifier.ts";
import { openTestWebhook, secretPath, type TestWebhook } from "./test-webhook.ts";
import { parseWebhookAddress } from "./webhook-address.ts";

const minuteMs = 60_000;
let folder: string;
let database: Database;
let webhook: TestWebhook;
let gatewayId: string;
let presence: Presence;
let nowMs: number;
let faults: unknown[];
let notifier: Notifier;
const opened: Database[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "flight-deck-notify-"));
  database = open();
  addOrganization(database);
  gatewayId = addGateway(database, { name: "Harbour" });
  webhook = await openTestWebhook();
  [presence, nowMs, faults] = [null, Date.parse("2026-01-01T00:00:00Z"), []];
  addWebhook("json");
  notifier = start();
  await look();
});
afterEach(async () => {
  await notifier.stop();
  await webhook.close();
  for (const one of opened.splice(0)) one.close();
  rmSync(folder, { recursive: true });
  expect(faults).toEqual([]);
});

function open(): Database {
  const one = openDatabase({ dataDir: folder });
  opened.push(one);
  return one;
}

function addWebhook(form: "json" | "slack", url = webhook.url): string {
  return insertSink(database, testVault, { name: `Team ${form}`, form, address: parseWebhookAddress(url) });
}

function start(db = database): Notifier {
  return new Notifier({
    database: db,
    vault: testVault,
    network: directNetwork,
    ownAddress: () => "http://127.0.0.1:4173",
    presenceOf: () => presence,
    watchGateways: () => () => {},
    requireQuiet: () => {},
    onChange: () => {},
    onFault: (error) => faults.push(error),
    nowMs: () => nowMs,
  });
}

async function look(minutes = 0): Promise<void> {
  nowMs += minutes * minuteMs;
  notifier.look();
  await notifier.settled();
}

let runs = 0;
function endRun(status: Exclude<RunStatus, "running">): string {
  runs += 1;
  const run = createRun(database, {
    gatewayId,
    gatewayName: "Harbour",
    kind: "template-sync",
    options: {},
    startedBy: "me",
  });
  // Runs are ordered by when they began.
  const startedAt = new Date(Date.parse(run.startedAt) + runs).toISOString();
  database.sqlite.prepare("UPDATE runs SET started_at = ? WHERE id = ?").run(startedAt, run.id);
  finishRun(database, run.id, { status, report: null });
  return run.id;
}

const got = (): GatewayNotification[] => webhook.received.map((body) => JSON.parse(body));
const texts = () => got().map(({ text }) => text.split("\n").slice(1).join("; "));
const [failed, resolved] = ["Sync ended with errors", "Resolved: Sync ended with errors"];

test("a failed run is told once with a link, and resolved by the next one, also after restarts", async () => {
  const runId = endRun("failed");
  await look();
  expect(got()).toEqual([
    {
      version: 1,
      id: expect.any(String),
      at: "2026-01-01T00:00:00.000Z",
      gateway: { id: gatewayId, name: "Harbour" },
      text: "Harbour\nSync ended with errors",
      problems: [{ kind: "runs", text: failed, agents: null, names: [], runId }],
      resolved: [],
      link: `http://127.0.0.1:4173/#/runs/${runId}`,
    },
  ]);
  endRun("failed");
  await look(5);
  await notifier.stop();
  notifier = start(open());
  await look(5);
  expect(texts()).toEqual([failed]);
  endRun("succeeded");
  await look();
  await look(5);
  expect(texts()).toEqual([failed, resolved]);
});

test("agents out of sync and a gateway that is away are told together, once they have lasted", async () => {
  const agentIds = ["Ada", "Bo", "Cy", "Di", "Eve", "Flo"].map((name) => addAgent(database, { gatewayId, name }));
  const setStates = (state: "out-of-sync" | "synced") =>
    saveAgentSyncStates(
      database,
      agentIds.map((agentId) => ({ agentId, state, differing: [] })),
      readFleetRevision(database),
    );
  setStates("out-of-sync");
  presence = "unreachable";
  await look();
  await look(1);
  expect(texts()).toEqual([]);
  await look(1);
  expect(texts()).toEqual([
    "6 agents are out of sync (Ada, Bo, Cy, Di, Eve and 1 more); The gateway cannot be reached",
  ]);
  setStates("synced");
  // What this process does not know is not resolved.
  presence = null;
  await look(1);
  await look(2);
  expect(texts().at(-1)).toBe("Resolved: 6 agents are out of sync (Ada, Bo, Cy, Di, Eve and 1 more)");
  presence = "here";
  await look(1);
  await look(2);
  expect(texts().at(-1)).toBe("Resolved: The gateway cannot be reached");
  expect(texts()).toHaveLength(3);
});

test("a webhook that is down is tried again with growing pauses, keeps the order, and its state is honest", async () => {
  webhook.behaviour = "error";
  endRun("failed");
  await look();
  endRun("succeeded");
  for (let minute = 0; minute < 60; minute += 1) await look(1);
  // Tried after 0, 1, 2, 4, 8, 16 and 32 minutes; the later one waits.
  expect(webhook.received).toHaveLength(7);
  expect(new Set(got().map(({ id }) => id)).size).toBe(1);
  const [sink] = listSinks(database);
  expect(sink).toMatchObject({
    failing: { problem: "it answers with HTTP status 500", since: expect.any(String) },
    waiting: 2,
    lastDeliveredAt: null,
  });
  webhook.behaviour = "ok";
  webhook.received.length = 0;
  await look(60);
  expect(texts()).toEqual([failed, resolved]);
  expect(listSinks(database)).toMatchObject([{ failing: null, waiting: 0, lastDeliveredAt: expect.any(String) }]);
});

test("what is not taken for a day is given up, and counted", async () => {
  webhook.behaviour = "hang-up";
  endRun("failed");
  for (let hour = 0; hour < 26; hour += 1) await look(61);
  expect(listSinks(database)).toMatchObject([{ waiting: 0, dropped: 1, failing: { since: expect.any(String) } }]);
  webhook.behaviour = "ok";
  endRun("succeeded");
  await look();
  expect(listSinks(database)).toMatchObject([{ dropped: 0, failing: null }]);
});

test("two processes on one folder deliver once", async () => {
  addWebhook("slack");
  const others = [1, 2, 3].map(() => start(open()));
  endRun("failed");
  for (let round = 0; round < 3; round += 1) {
    for (const one of [notifier, ...others]) one.look();
    await Promise.all([notifier, ...others].map((one) => one.settled()));
  }
  await Promise.all(others.map((one) => one.stop()));
  expect(webhook.received).toHaveLength(2);
});

test("what a process that was killed has found or was sending is delivered by the next one", async () => {
  endRun("failed");
  webhook.behaviour = "slow";
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "test-notify-child.ts"),
    folder,
    `${nowMs}`,
    "deliver",
  ]);
  const exited = once(child, "exit");
  await expect.poll(() => webhook.received.length, { timeout: 20_000 }).toBe(1);
  child.kill("SIGKILL");
  await exited;
  webhook.behaviour = "ok";
  await look();
  expect(webhook.received).toHaveLength(1);
  // The one that was killed had it for a minute and the time of a request.
  await look(2);
  await look(2);
  expect(texts()).toEqual([failed, failed]);
  expect(new Set(got().map(({ id }) => id)).size).toBe(1);

  endRun("succeeded");
  const finder = spawn(process.execPath, [join(import.meta.dirname, "test-notify-child.ts"), folder, `${nowMs}`]);
  await once(finder, "exit");
  await look();
  expect(texts()).toEqual([failed, failed, resolved]);
});

test("a host that closes while it sends does not wait for the webhook, and sends it at the next start", async () => {
  webhook.behaviour = "slow";
  endRun("failed");
  notifier.look();
  await expect.poll(() => webhook.received.length).toBe(1);
  await notifier.stop();
  webhook.behaviour = "ok";
  notifier = start();
  await look();
  expect(texts()).toEqual([failed, failed]);
});

test("Slack gets names that are no mentions and no links", async () => {
  deleteSink(database, listSinks(database)[0]?.id ?? "");
  addWebhook("slack");
  await look();
  database.sqlite.prepare("UPDATE gateways SET name = '<!channel> & co'").run();
  const runId = endRun("interrupted");
  await look();
  expect(got()).toEqual([
    {
      text: `*&lt;!channel&gt; &amp; co*\n• Sync was interrupted\n<http://127.0.0.1:4173/#/runs/${runId}|Open in Flight Deck>`,
      unfurl_links: false,
    },
  ]);
});

test("the desktop is told by the host that has one; nothing is told without a sink or of a kind that is off", async () => {
  insertSink(database, testVault, { name: "Desktop", form: "desktop", address: null });
  endRun("failed");
  await look();
  expect(listSinks(database).map(({ waiting }) => waiting)).toEqual([0, 1]);
  const shown: string[] = [];
  notifier.showOnDesktop(({ text }) => shown.push(text));
  await look();
  expect(shown).toEqual(["Harbour\nSync ended with errors"]);
  saveKindTold(database, "runs", false);
  endRun("succeeded");
  await look();
  saveKindTold(database, "runs", true);
  for (const { id } of listSinks(database)) deleteSink(database, id);
  endRun("failed");
  await look();
  addWebhook("json");
  await look();
  await look(5);
  expect([shown.length, webhook.received.length]).toEqual([1, 1]);
});

test("an address that the present key does not open is told, and stops nothing else", async () => {
  const lost = addWebhook("slack");
  database.sqlite.prepare("UPDATE notification_sinks SET sealed_url = '' WHERE id = ?").run(lost);
  endRun("failed");
  await look();
  const [fine, other] = listSinks(database);
  expect(fine).toMatchObject({ failing: null, waiting: 0 });
  expect(other).toMatchObject({ failing: { problem: "its address was lost with the data key: enter it again" } });
  expect(JSON.stringify(listSinks(database))).not.toContain(secretPath.slice(1));
});
