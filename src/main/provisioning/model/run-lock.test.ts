import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { killAndWait, startScript } from "../../files/test-script-process.ts";
import { lockGateway } from "./run-lock.ts";

const gateway = { id: "g", name: "Harbour" };
const inProgress = expect.objectContaining({ code: "run-in-progress" });

let dataDir: string;
let children: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "flight-deck-lock-"));
});
afterEach(async () => {
  await Promise.all(children.map(killAndWait));
  children = [];
  rmSync(dataDir, { recursive: true, force: true });
});

test("a gateway is one run's at a time, and free again when that gives it back", () => {
  const unlock = lockGateway(dataDir, gateway);
  expect(() => lockGateway(dataDir, gateway)).toThrow(inProgress);
  expect(() => lockGateway(dataDir, gateway)).toThrow('gateway "Harbour" (in this app)');
  lockGateway(dataDir, { id: "other", name: "Other" })();
  unlock();
  lockGateway(dataDir, gateway)();
});

test("a lock of a process that died is taken over by one of those who want it, every time", async () => {
  const racers = await Promise.all([1, 2, 3, 4, 5, 6].map(startRacer));
  while (racers.length > 0) {
    const answers = racers.map(async (racer) => (await once(racer, "message"))[0]);
    for (const racer of racers) racer.send("lock");
    const results = await Promise.all(answers);
    const winner = results.indexOf("locked");
    expect(results.toSorted()).toEqual(["locked", ...Array(racers.length - 1).fill("run-in-progress")]);
    expect(() => lockGateway(dataDir, gateway)).toThrow(`process ${racers[winner]?.pid}`);
    for (const dead of racers.splice(winner, 1)) await killAndWait(dead);
  }
  lockGateway(dataDir, gateway)();
});

test("a process with the id of one that died with the lock blocks no run", () => {
  mkdirSync(join(dataDir, "locks"));
  for (const living of [process.pid, process.ppid]) {
    writeFileSync(join(dataDir, "locks", "g.lock"), String(living));
    expect(() => lockGateway(dataDir, gateway)()).not.toThrow();
  }
});

/** A process that answers "lock" with "locked", and keeps the lock, or with the error's code. */
async function startRacer(): Promise<ChildProcess> {
  const script = `import { lockGateway } from ${JSON.stringify(new URL("./run-lock.ts", import.meta.url).href)};
    process.on("message", () => {
      try {
        globalThis.unlock = lockGateway(${JSON.stringify(dataDir)}, ${JSON.stringify(gateway)});
        process.send("locked");
      } catch (error) {
        process.send(error.code ?? String(error));
      }
    });
    process.send("ready");`;
  const child = startScript(script);
  children.push(child);
  await once(child, "message");
  return child;
}
