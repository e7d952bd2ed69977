import { setTimeout as sleep } from "node:timers/promises";
import type { ChangeFeed, ChangeTopic } from "./runs/change-feed.ts";

/** What needs attention is decided from these. */
const sources: readonly ChangeTopic[] = ["gateways", "connections", "boards", "agents", "runs", "settings", "mirror"];

/** The list is made of the whole fleet, so it is not made again for each of many changes. */
const leastGapMs = 3_000;

/** Makes windows reload what needs attention after anything has changed that it is decided from. @returns stops it */
export function announceAttention(changes: ChangeFeed, gapMs = leastGapMs): () => void {
  const stopping = new AbortController();
  const follow = async () => {
    for await (const { topics } of changes.follow(stopping.signal)) {
      if (!topics.some((topic) => sources.includes(topic))) continue;
      changes.emit("attention");
      await sleep(gapMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };
  void follow();
  return () => stopping.abort();
}
