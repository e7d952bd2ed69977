import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { AwakeClock } from "../awake/awake-clock.ts";
import { endWithSession } from "./end-with-session.ts";
import { followSleep } from "./follow-sleep.ts";

function desktop() {
  const powerMonitor = new EventEmitter();
  const did: string[] = [];
  let tellWindow = () => {};
  endWithSession({
    powerMonitor,
    window: {
      onSessionEnd(listener) {
        tellWindow = listener;
      },
    },
    runs: { interrupt: () => did.push("interrupt") },
    updates: { installNothing: () => did.push("install nothing") },
    quit: () => did.push("quit"),
  });
  return { powerMonitor, did, tellWindow: () => tellWindow() };
}

test("macOS and Linux wait until it has quit by itself; the runs are stopped first, once", () => {
  const { powerMonitor, did } = desktop();
  for (let time = 0; time < 2; time += 1) {
    powerMonitor.emit("shutdown", { preventDefault: () => did.push("prevent") });
  }
  expect(did).toEqual(["prevent", "interrupt", "install nothing", "quit", "prevent"]);
});

test("Windows is not held up, and the runs are stopped before the window's listener returns", () => {
  const { did, tellWindow } = desktop();
  tellWindow();
  expect(did).toEqual(["interrupt", "install nothing", "quit"]);
});

test("the clock hears of sleep from the system", async () => {
  const powerMonitor = new EventEmitter();
  let uptimeMs = 0;
  const clock = new AwakeClock({ monotonicMs: () => 0, uptimeMs: () => uptimeMs });
  const nights: number[] = [];
  clock.onWake((sleptMs) => nights.push(sleptMs));
  followSleep(powerMonitor, clock);
  powerMonitor.emit("suspend");
  uptimeMs += 3_000;
  powerMonitor.emit("resume");
  await Promise.resolve();
  expect(nights).toEqual([3_000]);
});
