import { expect, test } from "vitest";
import { AfterWake, hasNetwork } from "./after-wake.ts";
import { BackgroundChecks } from "./runs/background-checks.ts";

const minuteMs = 60_000;
const nightMs = 8 * 60 * minuteMs;

test("after eight hours asleep, each gateway is checked once, after a pause and once there is a network", async () => {
  let awakeMs = 0;
  let wallMs = 0;
  let isOnline = true;
  const afterWake = new AfterWake({ nowMs: () => awakeMs, isOnline: () => isOnline, random: () => 0.5 });
  const checked: string[] = [];
  const checks = new BackgroundChecks({
    schedules: () => ["berlin", "bonn"].map((gatewayId) => ({ gatewayId, everyMinutes: 60, lastCheckedAtMs: 0 })),
    isBusy: () => false,
    isHeld: () => afterWake.mustWait(),
    check: async (gatewayId) => checked.push(gatewayId),
    onFault: (error) => expect.unreachable(String(error)),
    nowMs: () => wallMs,
  });
  const pass = async (ms: number) => {
    for (let passedMs = 0; passedMs < ms; passedMs += 5_000) {
      awakeMs += 5_000;
      wallMs += 5_000;
      await checks.checkDue();
    }
  };
  await pass(30 * minuteMs);
  wallMs += nightMs;
  isOnline = false;
  afterWake.wokeUp();
  await pass(2 * minuteMs);
  expect(checked).toEqual([]);
  isOnline = true;
  await pass(5_000);
  expect(checked).toEqual(["berlin"]);
  await pass(minuteMs);
  expect(checked).toEqual(["berlin", "bonn"]);
  await pass(50 * minuteMs);
  expect(checked).toEqual(["berlin", "bonn"]);
  await pass(10 * minuteMs);
  expect(checked).toEqual(["berlin", "bonn", "berlin", "bonn"]);
});

test("work begins in the end also where there is no network", () => {
  let awakeMs = 0;
  const afterWake = new AfterWake({ nowMs: () => awakeMs, isOnline: () => false, random: () => 1 });
  expect(afterWake.mustWait()).toBe(false);
  afterWake.wokeUp();
  awakeMs = 9 * minuteMs;
  expect(afterWake.mustWait()).toBe(true);
  awakeMs = 10 * minuteMs;
  expect(afterWake.mustWait()).toBe(false);
});

const at = (address: string, internal = false) => ({ address, internal }) as never;

test.each([
  [{ lo0: [at("127.0.0.1", true)], en0: [at("192.168.1.20")] }, true],
  [{ en0: [at("2001:db8::20")] }, true],
  [{ lo0: [at("127.0.0.1", true)] }, false],
  // What macOS and Windows keep while they look for a network.
  [{ awdl0: [at("fe80::1")], utun0: [at("fe80::2")], Ethernet: [at("169.254.3.4")] }, false],
  [{}, false],
])("%j has a network: %s", (interfaces, is) => {
  expect(hasNetwork(interfaces)).toBe(is);
});
