import type { RunStats } from "../../../shared/sync.ts";
import { awake } from "../../awake/awake.ts";
import type { GatewayConnection } from "../../gateway/connection.ts";
import type { RunContext } from "./run-context.ts";

export type Measure = {
  /** Counts the calls of this connection from now on, and passes its events to the run's listeners. */
  watch(connection: GatewayConnection, run: RunContext): void;
  countConfigWrite: () => void;
  /** The figures up to now; stops watching. */
  stats(): RunStats;
};

const fileWriteMethods = ["agents.files.set", "cron.scratch.set"];

/** Starts to measure a run. */
export function startMeasuring(): Measure {
  const startedAtMs = awake.nowMs();
  let configWrites = 0;
  let fileWrites = 0;
  let rpcCalls = 0;
  let retries = 0;
  let unwatch = () => {};
  return {
    watch(connection, run) {
      unwatch = connection.observe({
        onWaiting({ attempt, nextTryInMs, reason }) {
          retries += 1;
          run.emit({ type: "gateway-waiting", attempt, nextTryInMs, reason });
        },
        onPending: (pending) => run.emit({ type: "call-pending", ...pending }),
        onCall(timing) {
          rpcCalls += 1;
          if (timing.ok && fileWriteMethods.includes(timing.method)) fileWrites += 1;
          run.emit({ type: "call", ...timing });
        },
      });
    },
    countConfigWrite: () => {
      configWrites += 1;
    },
    stats() {
      unwatch();
      return { durationMs: Math.round(awake.nowMs() - startedAtMs), rpcCalls, configWrites, fileWrites, retries };
    },
  };
}
