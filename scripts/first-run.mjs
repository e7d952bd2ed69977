// `node scripts/first-run.mjs`: starts Flight Deck as a newcomer does where there is no display, waits until the practice fleet is
// synced, reads the page, ends it, and lists what is there with the command line. It runs wherever npm does, without bash; .ci/run and
// the workflows use it.
import { execSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const startLimitMs = 180_000;
const endLimitMs = 15_000;
const isWindows = process.platform === "win32";

const folder = mkdtempSync(join(tmpdir(), "flight-deck-first-run-"));
const dataDir = join(folder, "data");
const { DISPLAY, WAYLAND_DISPLAY, ...env } = process.env;
// A process group of its own: npm does not pass a signal on to the program that it runs.
const child = spawn(`npm start -- --port 0 --data-dir "${dataDir}"`, {
  env,
  shell: true,
  detached: !isWindows,
  stdio: ["ignore", "pipe", "pipe"],
});
const ended = new Promise((resolve) => child.once("close", resolve));
let output = "";
for (const stream of [child.stdout, child.stderr])
  stream.setEncoding("utf8").on("data", (text) => {
    output += text;
    process.stdout.write(text);
  });

try {
  await until(() => /config write/.test(output), startLimitMs, "the practice fleet was not synced");
  must(/Sync of "Practice gateway" done/.test(output), "the sync did not end well");
  const address = /Flight Deck is at (http:\/\/127\.0\.0\.1:\S+)/.exec(output)?.[1];
  must(address !== undefined, "no address was printed");
  const page = await fetch(address);
  must(page.ok && /<title>/.test(await page.text()), `the window's address answered ${page.status}, and no page`);
  end();
  const isEnded = await Promise.race([ended.then(() => true), sleep(endLimitMs, false)]);
  must(isEnded, `it had not ended after ${endLimitMs / 1000} s`);
  const listed = execSync(`npx flightdeck list gateways --data-dir "${dataDir}"`, { env, encoding: "utf8" });
  must(listed.includes("Practice gateway"), "the command line does not list the practice gateway");
  console.log("first run: synced the practice fleet, served the page, ended when told to, and listed its gateway");
} catch (error) {
  console.error(`first run: ${error.message}`);
  process.exitCode = 1;
} finally {
  end("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

async function until(isTrue, limitMs, problem) {
  let hasEnded = false;
  ended.then(() => (hasEnded = true));
  for (const startedAtMs = Date.now(); !isTrue(); await sleep(200)) {
    must(!hasEnded, `${problem}: the program ended`);
    must(Date.now() - startedAtMs < limitMs, `${problem} within ${limitMs / 1000} s`);
  }
}

function end(signal = "SIGTERM") {
  try {
    if (isWindows) spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"]);
    else process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function must(isTrue, problem) {
  if (!isTrue) throw new Error(problem);
}
