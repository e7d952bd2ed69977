import { describe, expect, it } from "vitest";
import { type ChangeTopic, createChangeFeed } from "./change-feed.ts";

describe("the change feed", () => {
  it("gathers what is emitted in quick succession, for every follower", async () => {
    const feed = createChangeFeed({ gatherMs: 5 });
    const followers = [feed.follow(), feed.follow()];
    const first = followers.map((follower) => follower.next());
    feed.emit("runs");
    feed.emit("agents", "runs");
    for (const change of await Promise.all(first)) expect(change.value?.topics).toEqual(["runs", "agents"]);
    for (const follower of followers) void follower.return();
  });

  it("loses nothing that is emitted while a follower is busy", async () => {
    const feed = createChangeFeed({ gatherMs: 1 });
    const leave = new AbortController();
    const seen: ChangeTopic[] = [];
    const following = (async () => {
      for await (const { topics } of feed.follow(leave.signal)) {
        seen.push(...topics);
        if (seen.length === 1) feed.emit("boards");
        if (seen.length === 2) leave.abort();
      }
    })();
    feed.emit("runs");
    await following;
    expect(seen).toEqual(["runs", "boards"]);
  });

  it("lets a follower go that waits", async () => {
    const leave = new AbortController();
    const next = createChangeFeed().follow(leave.signal).next();
    leave.abort();
    expect(await next).toEqual({ value: undefined, done: true });
  });
});
