import { expect, test } from "vitest";
import type { RunRow } from "../../shared/run-views.ts";
import { createChangeFeed } from "../runs/change-feed.ts";
import { RunWatch, type RunWatchOptions } from "./run-watch.ts";

const counts = { updated: 2, unchanged: 1, skipped: 0, failed: 0, "not-attempted": 0 };
const row = (id: string, endedAt: string | null) =>
  ({ id, gatewayName: "Oslo", counts, endedAt, status: endedAt === null ? "running" : "succeeded" }) as RunRow;
const now = () => new Date(Date.now() + 1000).toISOString();

function watching(rows: RunRow[]) {
  const changes = createChangeFeed({ gatherMs: 0 });
  const live = new Set<string>();
  const { signal } = new AbortController();
  const services: RunWatchOptions = {
    changes,
    runs: {
      get liveRuns() {
        return [...live].map((runId) => ({ runId, gatewayId: "g", gatewayName: "Oslo" }));
      },
      snapshot: (id) => ({ run: row(id, null), agents: Array.from({ length: 12 }) }) as never,
      list: () => rows,
    },
  };
  const watch = new RunWatch(services, signal);
  const ended: string[] = [];
  watch.onEnded(({ id }) => ended.push(id));
  const looked = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let calls = 0;
    // `onProgress` makes the first call itself.
    watch.onProgress(() => ++calls === 2 && resolve());
    changes.emit("runs");
    return promise;
  };
  return { watch, live, ended, looked };
}

test("a run that began and ended between two looks is told, once, and none from before", async () => {
  const rows = [row("old", "2020-01-01T00:00:00.000Z")];
  const { ended, looked } = watching(rows);
  rows.unshift(row("short", now()));
  await looked();
  await looked();
  expect(ended).toEqual(["short"]);
  rows.unshift(row("next", now()), row("still running", null));
  await looked();
  expect(ended).toEqual(["short", "next"]);
});

test("progress is that of the runs of this process", async () => {
  const { watch, live } = watching([row("of another process", null)]);
  expect(watch.live).toEqual([]);
  live.add("a");
  expect(watch.live).toEqual([{ runId: "a", gatewayName: "Oslo", done: 3, total: 12 }]);
});
