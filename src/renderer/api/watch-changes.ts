import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { Change } from "../../shared/views.ts";
import type { FlightDeckClient, orpc as orpcUtils } from "./client.ts";
import type { MainConnection } from "./keep-connected.ts";

type Topic = Change["topics"][number];

/** The queries to refetch when main announces a change of a topic. Files on a gateway are refetched only by the operator. */
export function keysOf(orpc: typeof orpcUtils): Record<Topic, QueryKey[]> {
  const {
    app,
    organizations,
    gateways,
    boards,
    agents,
    labels,
    runs,
    templates,
    mirror,
    bin,
    attention,
    network,
    notifications,
    presets,
    updates,
  } = orpc;
  return {
    // An organization names its gateways and counts its boards.
    organizations: [organizations.list.key(), app.doubts.key()],
    gateways: [
      gateways.list.key(),
      gateways.orphans.key(),
      boards.list.key(),
      agents.list.key(),
      agents.get.key(),
      agents.staying.key(),
      organizations.list.key(),
      app.doubts.key(),
    ],
    connections: [gateways.list.key()],
    boards: [
      boards.list.key(),
      gateways.list.key(),
      agents.staying.key(),
      organizations.list.key(),
      app.doubts.key(),
      labels.list.key(),
    ],
    // A run changes agents when it ends, and its drift is complete by then.
    agents: [
      agents.list.key(),
      agents.get.key(),
      agents.staying.key(),
      gateways.orphans.key(),
      runs.drift.key(),
      app.doubts.key(),
      labels.list.key(),
    ],
    runs: [runs.list.key(), runs.row.key()],
    templates: [templates.key()],
    settings: [app.settings.key(), app.backups.key(), notifications.list.key(), network.get.key(), presets.list.key()],
    app: [app.info.key(), updates.state.key()],
    mirror: [mirror.status.key(), mirror.conflicts.key()],
    bin: [bin.list.key()],
    attention: [attention.list.key()],
  };
}

/** Minimum time between two refreshes of one topic: a sync of 10,000 agents changes them continuously. */
const minGapMs = 1_000;

/**
 * Listens for changes in main for as long as the page is open, and refreshes what is on screen. After a reconnect everything
 * is refreshed, because changes may have been missed.
 */
export async function watchChanges(options: {
  client: FlightDeckClient;
  connection: MainConnection;
  queryClient: QueryClient;
  keys: Record<Topic, QueryKey[]>;
}): Promise<never> {
  const { client, connection, queryClient, keys } = options;
  const refresh = createRefresher((topic) =>
    Promise.all(keys[topic].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  );
  for (let seenEpoch = 0; ; ) {
    try {
      const changes = await client.app.changes();
      const { epoch } = connection.state.getState();
      if (seenEpoch > 0 && epoch !== seenEpoch) void queryClient.invalidateQueries();
      seenEpoch = epoch;
      for await (const { topics } of changes) topics.forEach(refresh);
    } catch {
      // The connection broke; the next call waits for the new one. The pause avoids a tight loop while main refuses.
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Runs `work` per topic: never twice at the same time, and once more if a change arrived meanwhile. */
export function createRefresher(work: (topic: Topic) => Promise<unknown>, gapMs = minGapMs): (topic: Topic) => void {
  const waiting = new Set<Topic>();
  const running = new Set<Topic>();
  const run = async (topic: Topic) => {
    running.add(topic);
    while (waiting.delete(topic)) {
      await work(topic).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, gapMs));
    }
    running.delete(topic);
  };
  return (topic) => {
    waiting.add(topic);
    if (!running.has(topic)) void run(topic);
  };
}
