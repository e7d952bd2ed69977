import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { cacheFolder } from "../../scripts/real-gateway/cache-folder.ts";
import { runDoctor } from "../../scripts/real-gateway/gateway-process.ts";
import { installOpenClaw } from "../../scripts/real-gateway/install-openclaw.ts";
import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import { type AppFixture, briskRetries, openAppFixture } from "./app-fixture.ts";
import { buildFleet } from "./build-fleet.ts";
import { accepts } from "./gateway-fixture.ts";
import { withRawClient } from "./raw-client.ts";
import { readFile } from "./read-back.ts";
import { modelSettings } from "./stub-model.ts";

/** Includes installs of OpenClaw from npm if needed. The steps take about three minutes. */
const timeoutMs = 15 * 60_000;

let stateFolder = "";
let gateway: RealGateway | undefined;
let station: AppFixture | undefined;
afterEach(async () => {
  station?.close();
  await gateway?.stop();
  rmSync(stateFolder, { recursive: true, force: true, maxRetries: 5 });
  [gateway, station] = [undefined, undefined];
}, timeoutMs);

it(
  "an upgrade from 2026.3.28 over 2026.7.35 to 2026.9.6 keeps every token, and writes nothing until the doctor has run",
  async () => {
    const parent = join(cacheFolder, "gateways");
    mkdirSync(parent, { recursive: true });
    stateFolder = mkdtempSync(join(parent, "upgrade-"));
    const oldest = await upgradeTo("2026.3.28");
    const fleet = buildFleet({ gateway: oldest, boards: 1, agents: 3 });
    station = await openAppFixture(fleet, { retryPolicy: briskRetries });
    expect((await station.sync()).report).toMatchObject({ agentsUpdated: 3, mainUpdated: true, errors: [] });
    const tokens = await readTokens("TOOLS.md");

    await upgradeTo("2026.7.35");
    const { report } = await station.sync();
    expect(report).toMatchObject({ agentsUnchanged: 3, errors: [], stats: { fileWrites: 0 } });
    expect(report.notes?.join()).toContain("changed from OpenClaw 2026.3.28 to 2026.7.35");
    expect((await station.sync()).report).toMatchObject(nothingToDo);
    expect(await readTokens("TOOLS.md")).toEqual(tokens);

    await upgradeTo("2026.9.6");
    for (const options of [{ dryRun: true }, {}]) {
      const { status, report: early } = await station.sync(options);
      expect(status).toBe("failed");
      expect(early).toMatchObject({ agentsSkipped: 3, mainUpdated: false, stats: { fileWrites: 0, configWrites: 0 } });
      expect(early.errors.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => "token-unreadable"));
      for (const { hint } of early.errors) expect(hint).toContain("openclaw doctor --fix");
    }

    await gateway?.stop();
    const openClawFolder = await installOpenClaw("2026.9.6");
    await runDoctor({ openClawFolder, stateFolder, configPath: join(stateFolder, "config.json") });
    await gateway?.start();
    expect(await readAll("AGENTS.md")).toEqual(
      Array.from({ length: 4 }, () => expect.stringContaining("<!-- Managed by Flight Deck ")),
    );
    const { status, report: later } = await station.sync();
    expect({ status, errors: later.errors }).toEqual({ status: "succeeded", errors: [] });
    // Once, because the doctor puts TOOLS.md below a heading of its own.
    expect(later.agents.map(({ filesWritten }) => filesWritten)).toEqual(
      Array.from({ length: 4 }, () => ["AGENTS.md"]),
    );
    expect(await readTokens("AGENTS.md")).toEqual(tokens);
    expect((await station.sync()).report).toMatchObject(nothingToDo);
  },
  timeoutMs,
);

const nothingToDo = { agentsUnchanged: 3, errors: [], stats: { fileWrites: 0, configWrites: 0 } };

/** Stops the gateway and starts another version on the same state. */
async function upgradeTo(version: string): Promise<RealGateway> {
  const before = gateway;
  await before?.stop();
  const place = before ? { port: before.port, token: before.token } : {};
  gateway = await startRealGateway({ version, stateFolder, settings: modelSettings(), ...place });
  return gateway;
}

/** The tokens in the agents' files that their stored hashes accept. */
async function readTokens(fileName: string): Promise<string[]> {
  const contents = await readAll(fileName);
  return (station?.agents() ?? []).map(({ agent }, index) => {
    const words = contents[index]?.match(/[\w-]{43}/g) ?? [];
    const token = words.find((word) => accepts(agent.agentTokenHash, word));
    if (token === undefined) throw new Error(`no token in ${fileName} of ${agent.name} is accepted`);
    return token;
  });
}

/** A file of each agent. */
async function readAll(fileName: string): Promise<(string | null)[]> {
  if (!gateway || !station) throw new Error("nothing is running");
  const agents = station.agents();
  return withRawClient(gateway, (raw) => Promise.all(agents.map(({ key }) => readFile(raw, key, fileName))));
}
