import { setTimeout as sleep } from "node:timers/promises";
import type { Change } from "../../shared/views.ts";

export type ChangeTopic = Change["topics"][number];

/** Tells all followers what has changed, so that they reload what they show of it. */
export type ChangeFeed = {
  emit(...topics: ChangeTopic[]): void;
  /** Ends when `signal` aborts. Changes in quick succession arrive as one. */
  follow(signal?: AbortSignal): AsyncGenerator<Change, void, void>;
};

export type ChangeFeedOptions = {
  /** How long topics are gathered before they are sent together. */
  gatherMs?: number;
};

export function createChangeFeed({ gatherMs = 50 }: ChangeFeedOptions = {}): ChangeFeed {
  const followers = new Set<{ topics: Set<ChangeTopic>; wake: () => void }>();
  return {
    emit(...topics) {
      for (const follower of followers) {
        for (const topic of topics) follower.topics.add(topic);
        follower.wake();
      }
    },
    async *follow(signal) {
      const follower = { topics: new Set<ChangeTopic>(), wake: () => {} };
      const leave = () => follower.wake();
      signal?.addEventListener("abort", leave);
      followers.add(follower);
      try {
        while (!signal?.aborted) {
          if (follower.topics.size === 0) {
            await new Promise<void>((resolve) => {
              follower.wake = resolve;
            });
            await sleep(gatherMs, undefined, { signal }).catch(() => undefined);
            continue;
          }
          const topics = [...follower.topics];
          follower.topics.clear();
          yield { topics };
        }
      } finally {
        followers.delete(follower);
        signal?.removeEventListener("abort", leave);
      }
    },
  };
}
