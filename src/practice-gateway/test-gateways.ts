import { afterEach } from "vitest";
import { type PracticeGateway, type PracticeGatewayOptions, startPracticeGateway } from "./start-practice-gateway.ts";
import { connectTestClient, type TestClient } from "./test-client.ts";

const stops: (() => Promise<void>)[] = [];

// Importing this file is enough: gateways that a test starts are stopped after it.
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

export async function start(options?: PracticeGatewayOptions): Promise<PracticeGateway> {
  const gateway = await startPracticeGateway(options);
  stops.push(gateway.close);
  return gateway;
}

export async function connect(...args: Parameters<typeof connectTestClient>): Promise<TestClient> {
  const client = await connectTestClient(...args);
  stops.push(client.stop);
  return client;
}

/** A gateway of a version with a connected client. */
export async function startAndConnect(options?: PracticeGatewayOptions) {
  const gateway = await start(options);
  return { gateway, ...(await connect(gateway)) };
}

export type FileAnswer = { file: { missing: boolean; content?: string; hash?: string; size?: number } };
export type ConfigAnswer = { hash: string; config: { agents: Record<string, unknown> } };

type RosterOptions = { ids: string[]; root?: string; heartbeat?: Record<string, unknown> };

/** A config.patch that adds agents, in the shape of that version. */
export function rosterPatch(version: string, { ids, root = "/agents", heartbeat }: RosterOptions) {
  const entry = (id: string) => ({
    name: `Agent ${id}`,
    workspace: `${root}/workspace-${id}`,
    heartbeat: heartbeat ?? { every: "10m", target: "last" },
  });
  const isCurrent = /^2026\.[89]\./.test(version);
  if (!isCurrent) return { agents: { list: ids.map((id) => ({ id, ...entry(id) })) } };
  return { agents: { ownership: "explicit", entries: Object.fromEntries(ids.map((id) => [id, entry(id)])) } };
}

/** Reads the config and patches it. */
export async function patch(client: TestClient, change: object) {
  const { hash } = await client.call<ConfigAnswer>("config.get");
  return client.call("config.patch", { raw: JSON.stringify(change), baseHash: hash });
}
