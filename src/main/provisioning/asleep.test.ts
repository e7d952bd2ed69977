import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Machine, startMachine } from "../awake/test-machine.ts";
import type { RetryPolicy } from "../gateway/retry-clock.ts";
import { fixture, open } from "./test-open-fixture.ts";

const versions = ["2026.3.28", "2026.9.6"];
/** As in use, but with short pauses. */
const retryPolicy: RetryPolicy = { baseMs: 50, maxMs: 500, jitter: 0, giveUpAfterMs: 600_000 };

describe.each([{ countsSleep: true }, { countsSleep: false }])(
  "eight hours asleep, with a clock that counts them: $countsSleep",
  (kind) => {
    let machine: Machine;

    beforeEach(() => {
      machine = startMachine(kind);
    });
    afterEach(() => machine.restore());

    /** The connection is dead from a call of this method on, and the lid closes. */
    const sleepAt = (method: string, when: "before" | "after", skip = 0) => {
      let calls = 0;
      fixture.gateway.inject({
        kind: "silence",
        method,
        when,
        match() {
          calls += 1;
          if (calls !== skip + 1) return false;
          setImmediate(() => machine.sleep());
          return true;
        },
      });
    };

    /** The run of a fleet whose templates have changed since its agents got their tokens. */
    const syncAsleep = async (options = {}, onEvent?: Parameters<typeof fixture.sync>[1]) => {
      const tokens = fixture.agentIds.map((id) => fixture.tokenOf(id));
      const { status, report } = await fixture.sync(options, onEvent);
      expect(report.errors).toEqual([]);
      expect(status).toBe("succeeded");
      expect(machine.nights).toBe(1);
      expect(fixture.agentIds.map((id) => fixture.tokenOf(id))).toEqual(tokens);
    };

    const edit = () => {
      for (const id of fixture.agentIds) fixture.gateway.deleteFile(fixture.keyOf(id), "SOUL.md");
    };

    describe.each(versions)("%s", (version) => {
      test.each([
        ["before" as const, "agents.files.set"],
        ["after" as const, "agents.files.set"],
        ["before" as const, "config.get"],
      ])("%s %s, with the connection dead after it: the run ends green", async (when, method) => {
        await open({ agents: 3, gateway: { version }, retryPolicy });
        await fixture.sync();
        edit();
        sleepAt(method, when, 1);
        await syncAsleep();
      });

      test.each([
        ["before" as const, 2],
        ["after" as const, 1],
      ])("%s the roster's patch, which is sent %i times", async (when, patches) => {
        await open({ agents: 3, gateway: { version }, retryPolicy });
        sleepAt("config.patch", when);
        const { status, report } = await fixture.sync();
        expect(report.errors).toEqual([]);
        expect(status).toBe("succeeded");
        expect(machine.nights).toBe(1);
        expect(fixture.gateway.calls.get("config.patch")).toBe(patches);
      });

      test("in a pause between two tries: the outage begins anew", async () => {
        await open({ agents: 3, gateway: { version }, retryPolicy: { ...retryPolicy, baseMs: 60_000, maxMs: 60_000 } });
        await fixture.sync();
        edit();
        fixture.gateway.inject({ kind: "drop", method: "agents.files.set" });
        await syncAsleep(
          {},
          {
            onEvent(event) {
              if (event.type === "gateway-waiting" && machine.nights === 0) machine.sleep();
            },
          },
        );
      });

      test("while the gateway restarts", async () => {
        await open({ agents: 3, gateway: { version, restartMs: 300 }, retryPolicy });
        await fixture.sync();
        edit();
        fixture.gateway.inject({ kind: "restart", method: "agents.files.set" });
        const restarting = setInterval(() => {
          if (fixture.gateway.restarts === 0) return;
          clearInterval(restarting);
          machine.sleep();
        }, 5);
        await syncAsleep();
        clearInterval(restarting);
      });
    });
  },
);
