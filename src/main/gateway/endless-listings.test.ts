import { expect, test } from "vitest";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError } from "./failure.ts";
import { listHeartbeatJobs } from "./heartbeat-jobs.ts";
import { listFolder } from "./list-workspace.ts";

/** A gateway that gives the same page again and again, and counts wrongly. */
function repeating(page: object): GatewayConnection {
  const hello = async () => ({ features: { methods: ["cron.scratch.get"] } });
  return { call: async () => page, hello } as unknown as GatewayConnection;
}

test.each([1e308, Number.MAX_SAFE_INTEGER])(
  "a folder that is said to have %d entries is not read for ever",
  async (total) => {
    const page = { entries: [{ name: "a.md", kind: "file" }], totalEntries: total };
    await expect(listFolder(repeating(page), { agentKey: "main" })).rejects.toThrow(GatewayCallError);
  },
);

test("a folder that names nothing is not read for ever", async () => {
  const page = { entries: [{}], totalEntries: 1e308 };
  await expect(listFolder(repeating(page), { agentKey: "main" })).rejects.toThrow("more than 100000 entries");
});

test.each([1e308, 100_001])("%d automations are not asked for", async (total) => {
  await expect(listHeartbeatJobs(repeating({ jobs: [], total }))).rejects.toThrow(GatewayCallError);
});
