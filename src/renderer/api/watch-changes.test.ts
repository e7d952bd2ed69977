import { describe, expect, it, vi } from "vitest";
import { createRefresher } from "./watch-changes.ts";

describe("createRefresher", () => {
  it("refreshes a topic once at a time, and once more if it changed meanwhile, however often", async () => {
    const rounds: PromiseWithResolvers<void>[] = [];
    const work = vi.fn(() => {
      const round = Promise.withResolvers<void>();
      rounds.push(round);
      return round.promise;
    });
    const refresh = createRefresher(work, 0);
    refresh("agents");
    refresh("agents");
    refresh("agents");
    expect(work).toHaveBeenCalledTimes(1);
    rounds[0]?.resolve();
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
    rounds[1]?.resolve();
    refresh("runs");
    expect(work.mock.calls).toEqual([["agents"], ["agents"], ["runs"]]);
  });

  it("continues after a refresh that failed", async () => {
    const work = vi.fn(() => Promise.reject(new Error("connection lost")));
    const refresh = createRefresher(work, 0);
    refresh("boards");
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(1));
    refresh("boards");
    await vi.waitFor(() => expect(work).toHaveBeenCalledTimes(2));
  });
});
