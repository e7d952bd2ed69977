import { describe, expect, test } from "vitest";
import { updateAgent } from "../database/agents.ts";
import { open } from "./test-open-fixture.ts";
import { outcomeOf } from "./test-sync-results.ts";

const memory = "I met Ada on Monday.\n";

describe.each([
  ["2026.3.28", "agents.files.list"],
  ["2026.9.6", "agents.workspace.list"],
])("on %s", (version, method) => {
  test.each([{ files: null, entries: null }, 42])(
    "a listing that holds no list (%j) is no empty workspace",
    async (payload) => {
      const { app, gateway, keyOf, sync, agentIds } = await open({ gateway: { version }, boards: 1, agents: 2 });
      await sync();
      const [one = "", other = ""] = agentIds;
      gateway.writeFile(keyOf(one), "MEMORY.md", memory);
      gateway.writeFile(keyOf(one), "USER.md", memory);
      for (const id of [one, other]) updateAgent(app.database, id, { name: `Renamed ${id}` });
      gateway.inject({ kind: "wrong-type", method, payload, agentId: keyOf(one), times: 100 });
      const { status, report } = await sync();
      expect(["MEMORY.md", "USER.md"].map((name) => gateway.readFile(keyOf(one), name))).toEqual([memory, memory]);
      expect(status).toBe("failed");
      expect(outcomeOf(report, one)?.outcome).toBe("failed");
      expect(outcomeOf(report, other)?.outcome).toBe("updated");
      expect(report.errors.map(({ code, agentId }) => [code, agentId])).toEqual([["gateway-call-failed", one]]);
    },
  );
});
