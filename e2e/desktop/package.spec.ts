import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { extractAll } from "@electron/asar";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { parse } from "yaml";
import { archiveOf, listPackedFiles } from "../../scripts/package/describe-package.ts";
import { writeLauncher } from "../../src/main/desktop/command-line/launcher-file.ts";
import { launcherText } from "../../src/main/desktop/command-line/launcher-text.ts";
import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

// The app as `npm run package` packs it, around a stand-in for Electron's binary, which cannot run: the harness runs the app.
const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "flight-deck-packed-"));
const packed = join(folder, "linux-unpacked");

test.beforeAll(async () => {
  test.setTimeout(180_000);
  await promisify(execFile)(process.execPath, ["scripts/package-stand-in.ts", "--output", folder], { cwd: root });
});
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));
test.skip(({ electron }) => electron === "real", "A stand-in is packed only where Electron's binary is missing.");

test("has only what the app needs, and beside the archive only what threads and the system load", () => {
  const files = listPackedFiles(packed);
  const paths = files.map(({ path }) => path);
  const folders = new Set(
    paths.map((path) => path.split("/").slice(0, 2).join("/")).filter((path) => /^(node_|out)/.test(path)),
  );
  expect([...folders].sort()).toEqual([
    "node_modules/better-sqlite3",
    "node_modules/minijinja-js",
    "out/main",
    "out/preload",
    "out/renderer",
  ]);
  expect(paths.filter((path) => /\.map$|\.(ts|tsx)$|_snapshot\.json$|^src\//.test(path))).toEqual([]);
  expect(paths.filter((path) => path.endsWith(".node"))).toEqual([
    `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
  ]);
  for (const path of ["LICENSE", "out/main/licenses.md", "out/renderer/licenses.md"]) expect(paths).toContain(path);
  const documents = paths.filter((path) => path.startsWith("docs/"));
  expect(documents).toContain("docs/guide/README.md");
  expect(documents.filter((path) => !path.endsWith(".md"))).toEqual([]);
  expect(paths).toContainEqual(expect.stringMatching(/^out\/renderer\/assets\/plan-.*\.png$/));
  const beside = files.filter(({ isUnpacked }) => isUnpacked).map(({ path }) => path);
  expect(beside.filter((path) => !path.startsWith("node_modules/"))).toEqual([
    "out/main/copy-worker.js",
    "out/main/render-worker.js",
    "package.json",
  ]);
});

test("main loads no file from beside the archive but the native module's own", () => {
  const imports = ["index.js", "copy-worker.js", "render-worker.js"].map((file) => {
    const code = readFileSync(join(root, "out/main", file), "utf8");
    return [...code.matchAll(/^import .*?"((?:\.|[a-z@])[^"]*)";$/gm)]
      .map(([, name]) => name)
      .filter((name) => !name?.startsWith("node:"));
  });
  expect(imports).toEqual([
    expect.arrayContaining(["better-sqlite3", "electron"]),
    ["better-sqlite3"],
    ["minijinja-js/dist/web/minijinja_js.js"],
  ]);
  expect(imports[0]).not.toContain("minijinja-js/dist/web/minijinja_js.js");
});

test("has the fuses of electron-builder.yml", async () => {
  const wire = await getCurrentFuseWire(join(packed, "flight-deck"));
  const { electronFuses } = parse(readFileSync(join(root, "electron-builder.yml"), "utf8"));
  const read = Object.fromEntries(
    Object.entries(FuseV1Options)
      .filter((entry): entry is [string, FuseV1Options] => typeof entry[1] === "number")
      .map(([name, fuse]) => [name[0]?.toLowerCase() + name.slice(1), wire[fuse] === "1".charCodeAt(0)]),
  );
  expect(read).toEqual(electronFuses);
});

for (const platform of ["linux", "darwin", "win32"]) {
  test(`syncs the practice fleet as an installed app on ${platform}`, async ({ launch }) => {
    const app = await installApp(join(folder, platform));
    const env = { ELECTRON_HARNESS_PLATFORM: platform, ELECTRON_HARNESS_PACKAGED: "1" };
    const desktop = await launch({ app, env });
    const client = await connectPage(await desktop.page());
    await expect
      .poll(async () => (await client.runs.list({})).map(({ status }) => status), { timeout: 30_000 })
      .toEqual(["succeeded"]);
    const page = await desktop.page();
    await page.evaluate(() => {
      location.hash = "#/guide/plan-and-sync";
    });
    // By its tag: behind the welcome panel, the title has no role.
    await expect(page.locator("h1")).toHaveText("Plan and sync");
    // A thread of its own, from beside the archive.
    expect(await client.app.makeBackup()).toMatchObject({ reason: "by-hand" });
    await desktop.quit();
    expect(await desktop.exited).toBe(0);
  });
}

for (const platform of ["linux", "darwin", "win32"]) {
  test(`its command line tool does what the command line of a clone does, on ${platform}`, async ({
    fixture,
    dataDir: installed,
  }) => {
    const app = await installApp(join(folder, platform));
    const flightdeck = installTool(join(installed, ".."), app, platform);
    const { dataDir } = fixture;
    const inClone = (words: string[]) => runProgram(process.execPath, [join(root, "src/main/cli.ts"), ...words]);
    const sync = ["--data-dir", dataDir, "sync", "--gateway", "Practice gateway"];
    expect(await flightdeck([...sync, "--dry-run"])).toMatchObject({ code: 10 });
    const help = await flightdeck(["help", "undo"]);
    expect([help.code, help.stdout]).toEqual([0, expect.stringContaining("flightdeck runs undo 1f3a9c20")]);
    const synced = await flightdeck(sync);
    expect([synced.code, synced.stdout]).toEqual([0, expect.stringContaining("12 agents")]);
    for (const words of [
      ["list", "boards"],
      ["list", "gateways", "--json"],
      ["runs", "list", "--json"],
      [...sync.slice(2), "--dry-run", "--json", "--gateway", "nowhere"],
    ]) {
      const [ours, clones] = [
        await flightdeck(["--data-dir", dataDir, ...words]),
        await inClone(["--data-dir", dataDir, ...words]),
      ];
      expect([ours.code, ours.stdout]).toEqual([clones.code, clones.stdout]);
    }
    // Words of Chromium and Electron reach the command line as they are.
    const refused = await flightdeck(["list", "--type=renderer", "https://x.example", "--inspect"]);
    expect([refused.code, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("unknown option '--type=renderer'");
    expect(refused.stderr).toContain("`flightdeck list --help`");
  });
}

test("a command works beside the open window, and with a key that is in the system's key store", async ({
  launch,
  dataDir,
}) => {
  const app = await installApp(join(folder, "linux"));
  const env = { ELECTRON_HARNESS_PACKAGED: "1", ELECTRON_HARNESS_KEYRING: join(dataDir, "..", "keyring") };
  const flightdeck = installTool(join(dataDir, ".."), app, "linux", env);
  const desktop = await launch({ app, env });
  const client = await connectPage(await desktop.page());
  await client.app.moveKey({ to: "key-store" });
  await expect
    .poll(async () => (await client.runs.list({})).map(({ status }) => status), { timeout: 30_000 })
    .toEqual(["succeeded"]);
  const words = ["sync", "--gateway", "Practice gateway", "--dry-run", "--give-up-after", "1"];
  const check = ["--data-dir", dataDir, ...words];
  expect(await flightdeck(check)).toMatchObject({ code: 0 });
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
  // The practice gateway has ended with the window: unreachable, but its token was opened.
  expect(await flightdeck(check)).toMatchObject({ code: 3 });
  const inClone = await runProgram(process.execPath, [join(root, "src/main/cli.ts"), ...check]);
  expect([inClone.code, inClone.stderr]).toEqual([
    2,
    expect.stringContaining("Open the desktop app on this data folder"),
  ]);
});

type Ended = { code: number; stdout: string; stderr: string };

/** Makes the launcher that the menu makes, of a program that runs the packed app in the harness. */
function installTool(home: string, app: string, platform: string, env: Record<string, string> = {}) {
  mkdirSync(home, { recursive: true });
  const program = join(home, "Flight Deck");
  const harness = [process.execPath, join(root, "e2e/electron-harness/run.ts"), app]
    .map((word) => `'${word}'`)
    .join(" ");
  writeFileSync(program, `#!/bin/sh\nexec ${harness} "$@"\n`, { mode: 0o755 });
  const file = join(home, "flightdeck");
  writeLauncher(
    file,
    launcherText({ platform: platform === "win32" ? "linux" : (platform as NodeJS.Platform), program }),
  );
  const harnessEnv = {
    ELECTRON_HARNESS_PLATFORM: platform,
    ELECTRON_HARNESS_PACKAGED: "1",
    ELECTRON_HARNESS_KEYRING: join(home, "keyring"),
  };
  const all = { ...process.env, ...harnessEnv, ...env };
  return (words: string[]) => runProgram(file, words, all);
}

function runProgram(file: string, words: string[], env: NodeJS.ProcessEnv = process.env): Promise<Ended> {
  return promisify(execFile)(file, words, { env }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Electron shows an archive as a folder that also has the files beside it; where there is no Electron, both are folders. */
async function installApp(resources: string): Promise<string> {
  const app = join(resources, "app.asar");
  if (existsSync(app)) return app;
  await cp(`${archiveOf(packed)}.unpacked`, `${app}.unpacked`, { recursive: true });
  extractAll(archiveOf(packed), app);
  return app;
}
