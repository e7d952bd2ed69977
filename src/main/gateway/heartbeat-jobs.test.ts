import { expect, test } from "vitest";
import { patch, rosterPatch, startAndConnect } from "../../practice-gateway/test-gateways.ts";
import { listHeartbeatJobs } from "./heartbeat-jobs.ts";
import { connectTo } from "./test-connection.ts";

async function listed(version: string, agents: number) {
  const { gateway, ...client } = await startAndConnect({ version });
  await patch(client, rosterPatch(version, { ids: Array.from({ length: agents }, (_, index) => `mc-${index}`) }));
  const connection = connectTo(gateway);
  gateway.resetCounters();
  const jobs = await listHeartbeatJobs(connection);
  connection.close();
  return { jobs, calls: gateway.calls.get("cron.list") ?? 0 };
}

test("heartbeat automations are found on every page, among all others", async () => {
  const { jobs, calls } = await listed("2026.9.6", 450);
  expect(jobs.size).toBe(450);
  expect(new Set([...jobs.values()].map(({ id }) => id)).size).toBe(450);
  expect(calls).toBe(3);
});

test("a gateway that keeps HEARTBEAT in a file is not asked", async () => {
  expect(await listed("2026.3.28", 3)).toEqual({ jobs: new Map(), calls: 0 });
});
