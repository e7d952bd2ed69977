import { expect, it } from "vitest";
import { announceAttention } from "./announce-attention.ts";
import { type ChangeTopic, createChangeFeed } from "./runs/change-feed.ts";

it("announces that the list may have changed after a change that it is made of, and after no other", async () => {
  const changes = createChangeFeed({ gatherMs: 1 });
  const stop = announceAttention(changes, 1);
  const seen: ChangeTopic[] = [];
  const stopping = new AbortController();
  const following = (async () => {
    for await (const { topics } of changes.follow(stopping.signal)) {
      seen.push(...topics);
      if (topics.includes("attention")) return;
      // Each is sent when the one before it has been dealt with.
      if (topics.includes("bin")) changes.emit("agents");
    }
  })();
  changes.emit("bin");
  await following;
  expect(seen).toEqual(["bin", "agents", "attention"]);
  stop();
});
