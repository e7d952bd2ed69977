import { type ChildProcess, spawn } from "node:child_process";
import { createPrivateKey, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { WebSocket } from "ws";
import { type PracticeGateway, startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { runScript } from "../cli/test-cli.ts";
import { readContent } from "../database/contents.ts";
import { saveDeviceToken } from "../database/device-tokens.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { sealedDeviceKeyIn } from "../gateway/device-identity.ts";
import { fleetOf, uuid } from "../provisioning/test-fixture.ts";
import { decodeKey } from "../vault/data-key.ts";
import { createVault, type Vault } from "../vault/vault.ts";
import { clientOver, TestHost } from "./test-browser-host.ts";
import { type EchoingGateway, startEchoingGateway } from "./test-echoing-gateway.ts";
import { filesBelow, findSecrets, type Place, type Planted, watchArguments } from "./test-secret-search.ts";

const newSecret = () => randomBytes(32).toString("base64url");
const placeOf = (name: string, text: string): Place => ({ name, bytes: Buffer.from(text) });

let tested: TestHost;
let gateway: PracticeGateway;
let echoing: EchoingGateway;
let planted: Planted[];
/** What was written or sent to anyone. */
let told: Place[];
let hostProcess: ChildProcess | undefined;
beforeEach(async () => {
  tested = new TestHost();
  mkdirSync(join(tested.folder, "tmp"));
  planted = [];
  told = [];
  gateway = await startPracticeGateway({ token: plant("gateway token"), restartMs: 60 });
  echoing = await startEchoingGateway();
});
afterEach(async () => {
  hostProcess?.kill("SIGKILL");
  await gateway.close();
  await echoing.close();
  tested.remove();
});

function plant(name: string, secret = newSecret()): string {
  planted.push({ name, secret });
  return secret;
}

/** The tokens in the agents' files now; those of before stay secrets. */
function noteAgentTokens(): string[] {
  const files = gateway.agentIds.flatMap((key) => ["AGENTS.md", "SOUL.md"].map((name) => gateway.readFile(key, name)));
  const tokens = files.flatMap((text) =>
    [...(text ?? "").matchAll(/AUTH_TOKEN=([\w-]+)/g)].map(([, token]) => token ?? ""),
  );
  for (const token of new Set(tokens)) if (!planted.some(({ secret }) => secret === token)) plant("agent token", token);
  return tokens;
}

/** What the tested folder and everything that was told hold of the secrets. Files of the operator are beside the data folder. */
function leaks(more: readonly Place[] = []): string[] {
  const places = [...filesBelow(tested.dataDir, ["data.key"]), ...filesBelow(join(tested.folder, "tmp"))];
  expect(places.map(({ name }) => name)).toContain("flight-deck.db");
  return findSecrets(planted, [...places, ...told, ...more]);
}

/** Opens the folder's database with its present key, which becomes one of the secrets. */
function withFolder<T>(env: Record<string, string>, work: (opened: { database: Database; vault: Vault }) => T): T {
  const key = decodeKey(env.FLIGHTDECK_KEY ?? readFileSync(join(tested.dataDir, "data.key"), "utf8"));
  if (!key) throw new Error("the folder has no key");
  planted.push({ name: "data key", secret: key });
  const database = openDatabase({ dataDir: tested.dataDir });
  try {
    return work({ database, vault: createVault(key) });
  } finally {
    database.close();
  }
}

/** The command line in a process of its own. */
async function run(env: Record<string, string>, ...words: string[]) {
  const result = await runScript(["cli.ts", "--data-dir", tested.dataDir, ...words], env);
  told.push(placeOf(`output of ${words.join(" ")}`, result.stdout + result.stderr));
  return result;
}

/** The browser host in a process of its own, with a window that is open. */
async function startHost(env: Record<string, string>) {
  const script = join(import.meta.dirname, "..", "serve.ts");
  const { PATH = "", HOME = "" } = process.env;
  const words = [script, "--data-dir", tested.dataDir, "--port", "0"];
  const child: ChildProcess = spawn(process.execPath, words, {
    env: { PATH, HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  hostProcess = child;
  let output = "";
  const link = Promise.withResolvers<URL>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      const url = /Flight Deck is at (\S+)\n/.exec(output)?.[1];
      if (url) link.resolve(new URL(url));
    });
  }
  child.once("exit", () => {
    told.push(placeOf("output of the host", output));
    link.reject(new Error(output));
  });
  const { port, searchParams } = await link.promise;
  tested.port = Number(port);
  tested.token = searchParams.get("token") ?? "";
  const socket = tested.openSocket(await tested.proved(await tested.openLink()));
  socket.on("message", (data) => told.push(placeOf("a frame", String(data))));
  return { child, client: clientOver(socket), socket };
}

async function kill({ child, socket }: { child: ChildProcess; socket: WebSocket }) {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
  socket.terminate();
}

it.each(["FLIGHTDECK_KEY", "data.key"])(
  "secrets are nowhere in clear after a whole life, with the key in %s",
  async (keyPlace) => {
    const keyText = newSecret();
    const env: Record<string, string> = { TMPDIR: join(tested.folder, "tmp") };
    if (keyPlace === "FLIGHTDECK_KEY") env.FLIGHTDECK_KEY = keyText;
    const argumentsSeen = watchArguments();

    // Import, plan and sync on the command line.
    const { file, ids } = fleetOf({ boards: 1, agents: 3, url: gateway.url, token: gateway.token, change: {} });
    const echo = { ...file.gateways[0], id: uuid(2, 1), name: "Echo", url: echoing.url, token: plant("echoed token") };
    const fleetFile = join(tested.folder, "fleet.json");
    writeFileSync(fleetFile, JSON.stringify({ ...file, gateways: [...file.gateways, echo] }));
    expect((await run(env, "import", fleetFile)).code).toBe(0);
    withFolder(env, ({ database, vault }) =>
      saveDeviceToken(database, vault, echo.id, { token: plant("device token"), scopes: [], url: echo.url }),
    );
    expect((await run(env, "sync", "--gateway", "Test gateway", "--rotate-tokens")).code).toBe(0);
    const [token = ""] = noteAgentTokens();
    expect(token).not.toBe("");
    const planFile = join(tested.folder, "plan.json");
    gateway.writeFile(`mc-${ids.agentIds[1]}`, "SOUL.md", `# Soul\nAUTH_TOKEN=${token}\n`);
    expect((await run(env, "plan", "save", planFile, "--gateway", "Test gateway")).code).toBe(0);
    await run(env, "plan", "show", planFile, "--diff");
    const fleetExport = join(tested.folder, "export.json");
    expect((await run(env, "export", fleetExport)).code).toBe(0);
    expect((await run(env, "gateway", "check", "Echo")).code).toBe(3);
    expect((await run(env, "sync", "--gateway", "Echo")).code).toBe(3);
    expect(echoing.received()).toContain(echo.token);

    // A window: a gateway that repeats tokens in its errors, and everything a page can ask for.
    const host = await startHost(env);
    const { client } = host;
    const message = `cannot write ${token} for ${gateway.token}`;
    gateway.inject({
      kind: "error",
      method: "agents.files.set",
      code: "INVALID_REQUEST",
      message,
      details: { message },
      times: 3,
    });
    const ended = async (runId: string) => {
      for await (const _ of await client.runs.follow({ id: runId, afterSeq: 0 }));
      return client.runs.get({ id: runId });
    };
    const { gatewayId } = ids;
    const failed = await ended((await client.runs.sync({ gatewayId, rotateTokens: true })).runId);
    expect(failed.errors.length).toBeGreaterThan(0);
    const dry = await ended((await client.runs.sync({ gatewayId, dryRun: true })).runId);
    for await (const _ of await client.gateways.check({ id: echo.id, token: plant("token of the form") }));
    await client.gateways.probe({ id: echo.id });
    await client.gateways.update({ id: echo.id, change: { token: plant("changed token") } });
    expect(await client.gateways.probe({ id: echo.id })).toMatchObject({ connection: { state: "refused" } });
    for (const id of ids.agentIds) await client.agents.files({ id });
    for (const format of ["csv", "json"] as const) await client.runs.exportErrors({ id: failed.run.id, format });
    await client.runs.exportPlan({ id: dry.run.id });
    await client.runs
      .planDiff({ id: dry.run.id, agentId: ids.agentIds[1] ?? "", fileName: "SOUL.md" })
      .catch(() => null);
    const webhook = `${echoing.url.replace("ws:", "http:")}/${plant("path of a webhook")}`;
    const [sink] = (await client.notifications.addWebhook({ name: "Team", form: "json", url: webhook })).sinks;
    const test = await client.notifications.previewTest({ id: sink?.id ?? "" });
    expect((await client.notifications.test({ id: sink?.id ?? "", at: test.at })).problem).not.toBeNull();
    const bad = { name: "Bad", form: "json", url: `https://me:${plant("password of a webhook")}@host/x` } as const;
    await expect(client.notifications.addWebhook(bad)).rejects.toThrow("contains a user name or password");
    const urlFile = join(tested.folder, "url.txt");
    writeFileSync(urlFile, `http://127.0.0.1:1/${plant("path of another webhook")}`);
    expect((await run(env, "notify", "add", "Other", "--url-file", urlFile)).code).toBe(0);
    expect((await run(env, "notify", "test", "Other")).code).toBe(1);
    await run(env, "notify", "deliver", "--json");
    await client.notifications.list();
    await client.app.diagnostics();
    await client.app.exportFleet();
    noteAgentTokens();

    // A crash in the middle of a sync, and what is told of it.
    const slow = gateway.inject({ kind: "slow", method: "agents.files.set", delayMs: 60_000, times: 99 });
    await client.runs.sync({ gatewayId, rotateTokens: true, rekeyAll: true });
    await expect.poll(() => slow.hits, { timeout: 20_000 }).toBeGreaterThan(0);
    const atCrash = filesBelow(tested.dataDir, ["data.key"]);
    await kill(host);
    slow.remove();
    told.push(...filesBelow(tested.dataDir, ["data.key"]), ...atCrash);
    expect((await run(env, "runs", "list", "--json")).stdout).toContain("interrupted");
    await run(env, "runs", "show", failed.run.id);
    await run(env, "list", "gateways", "--json");
    noteAgentTokens();

    // Another key. What only the key opens is a secret too.
    const newKeyFile = join(tested.folder, "new.key");
    const newKey = newSecret();
    writeFileSync(newKeyFile, newKey);
    const rotate = env.FLIGHTDECK_KEY ? ["--new-key-file", newKeyFile] : [];
    expect((await run(env, "key", "rotate", ...rotate)).code).toBe(0);
    if (env.FLIGHTDECK_KEY) env.FLIGHTDECK_KEY = newKey;
    expect((await run(env, "key", "status")).code).toBe(0);
    const opened = withFolder(env, ({ database, vault }) => {
      const devicePem = vault.open(sealedDeviceKeyIn(tested.dataDir) ?? "", "device-key");
      const device = createPrivateKey(devicePem).export({ type: "pkcs8", format: "der" }).subarray(-32);
      planted.push({ name: "device key", secret: device });
      const kept = database.sqlite.prepare<[], string>("SELECT sha256 FROM contents").pluck().all();
      return kept.map((sha256) => placeOf("a kept file", readContent(database, vault, sha256) ?? ""));
    });

    const exported = [planFile, fleetExport].map((path) => placeOf(path, readFileSync(path, "utf8")));
    const seen = argumentsSeen();
    expect(leaks([...opened, ...seen, ...exported])).toEqual([]);
    expect(told.filter(({ name }) => name === "a frame").length).toBeGreaterThan(20);
    expect(opened.length).toBeGreaterThan(0);
    if (process.platform === "linux") expect(seen.some(({ bytes }) => bytes.includes("serve.ts"))).toBe(true);

    // The search finds each secret in a log, however it is spelled.
    for (const encoding of ["latin1", "hex", "base64", "base64url"] as const) {
      const spelled = planted.map(({ secret }) => Buffer.from(secret).toString(encoding));
      writeFileSync(join(tested.dataDir, "flight-deck.log"), spelled.join("\n"), "latin1");
      const found = leaks().filter((leak) => leak.endsWith(" in flight-deck.log"));
      expect(found).toEqual(planted.map(({ name }) => `${name} in flight-deck.log`));
    }
  },
  300_000,
);
