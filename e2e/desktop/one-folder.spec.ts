import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "@playwright/test";
import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import type { Desktop } from "./support/desktop.ts";
import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

const root = new URL("../../", import.meta.url).pathname;
const token = "practice-token";

let gateway: PracticeGateway;
test.beforeEach(async () => {
  gateway = await startPracticeGateway({ token });
});
test.afterEach(() => gateway.close());

type Ended = { code: number; said: string };

/** The command line in a process of its own, as after `npm run -s cli --`. */
async function cli(dataDir: string, ...words: string[]): Promise<Ended> {
  const ended = promisify(execFile)("node", ["src/main/cli.ts", "--data-dir", dataDir, ...words], { cwd: root });
  return await ended.then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
  );
}

/** The README's example fleet on the gateway of the test. */
function fleetFile(dataDir: string): string {
  const example = JSON.parse(readFileSync(join(root, "docs/fleet.example.json"), "utf8")) as { gateways: object[] };
  const gateways = example.gateways.map((row) => ({ ...row, url: gateway.url, token }));
  const file = join(dataDir, "..", "fleet.json");
  writeFileSync(file, JSON.stringify({ ...example, gateways }));
  return file;
}

async function quit(desktop: Desktop): Promise<void> {
  await desktop.quit();
  await desktop.exited;
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
}

/** Starts `--serve` on a data folder until its first line, and ends it. */
async function serve(dataDir: string): Promise<string> {
  const child = spawn("node", ["src/main/serve.ts", "--data-dir", dataDir, "--port", "0"], {
    cwd: root,
    env: { ...process.env, BROWSER: "none" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  const exited = once(child, "exit");
  await new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (part: string) => {
        said += part;
        if (/http:|data folder/.test(said)) resolve();
      });
    }
    child.once("exit", () => resolve());
  });
  child.kill("SIGTERM");
  await exited;
  return said;
}

test("the README's steps work on the folder of the desktop, with its window open and closed, and a browser opens it", async ({
  launch,
  dataDir,
}) => {
  test.setTimeout(120_000);
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  const client = await connectPage(page);
  expect(statSync(join(dataDir, "data.key")).mode & 0o777).toBe(0o600);
  const fleet = fleetFile(dataDir);
  expect(await cli(dataDir, "import", fleet)).toMatchObject({ code: 0 });
  expect(await cli(dataDir, "gateway", "check", "My gateway")).toMatchObject({ code: 0 });
  expect(await cli(dataDir, "sync", "--gateway", "My gateway", "--dry-run")).toMatchObject({ code: 10 });
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
  // The window reads what the command line sealed.
  const imported = (await client.gateways.list({})).find(({ name }) => name === "My gateway");
  const probed = await client.gateways.probe({ id: imported?.id ?? "" });
  expect(probed.connection).toMatchObject({ state: "connected" });

  await quit(desktop);
  expect(await cli(dataDir, "import", fleet)).toMatchObject({ code: 0 });
  expect((await cli(dataDir, "list", "gateways")).said).toContain("My gateway");
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
  expect(await serve(dataDir)).toContain("http://127.0.0.1:");

  const again = await launch({ dataDir });
  const secondClient = await connectPage(await again.page());
  const second = await secondClient.gateways.probe({ id: imported?.id ?? "" });
  expect(second.connection).toMatchObject({ state: "connected" });
});

test("with the key in the key store, the command line works while the window is open, and then says what to do", async ({
  launch,
  dataDir,
  electron,
}) => {
  test.skip(electron === "real", "The key store of this machine may be missing.");
  test.setTimeout(120_000);
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  const fleet = fleetFile(dataDir);
  await page.getByRole("button", { name: "Look around the practice fleet" }).click();
  await openSettings(page);
  const plainKey = readFileSync(join(dataDir, "data.key"), "utf8").trim();
  const card = page.getByRole("region", { name: "Data key" });
  await card.getByRole("button", { name: "Keep it in the system's key store" }).click();
  await expect(card.getByRole("button", { name: "Keep it in a file" })).toBeVisible();
  expect(readFileSync(join(dataDir, "data.key"), "utf8")).toMatch(/^os-key-store:/);
  expect(readFileSync(join(dataDir, "data.key"), "utf8")).not.toContain(plainKey);
  expect(await cli(dataDir, "import", fleet)).toMatchObject({ code: 0 });
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });

  await quit(desktop);
  const refused = await cli(dataDir, "sync", "--gateway", "My gateway");
  expect(refused.code).toBe(2);
  expect(refused.said).toContain("Settings → Data key");
  expect(await serve(dataDir)).toContain("Settings → Data key");

  const again = await launch({ dataDir });
  const secondPage = await again.page();
  await openSettings(secondPage);
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
  await secondPage.getByRole("button", { name: "Keep it in a file" }).click();
  await expect(secondPage.getByRole("button", { name: "Keep it in the system's key store" })).toBeVisible();
  expect(readFileSync(join(dataDir, "data.key"), "utf8").trim()).toBe(plainKey);
  await quit(again);
  expect(await cli(dataDir, "sync", "--gateway", "My gateway")).toMatchObject({ code: 0 });
});

test("a window that was killed leaves no way to the key, and the next one opens it again", async ({
  launch,
  dataDir,
  electron,
}) => {
  test.skip(electron === "real", "The key store of this machine may be missing.");
  test.setTimeout(90_000);
  const first = await launch({ dataDir });
  const client = await connectPage(await first.page());
  await client.app.moveKey({ to: "key-store" });
  await first.kill();
  const fleet = fleetFile(dataDir);
  expect((await cli(dataDir, "import", fleet)).said).toContain("key store of the operating system");
  const second = await launch({ dataDir });
  await second.page();
  expect(await cli(dataDir, "import", fleet)).toMatchObject({ code: 0 });
});
