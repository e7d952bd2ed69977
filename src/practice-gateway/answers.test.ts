import * as schemas from "@openclaw/gateway-protocol/schema";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { TestClient } from "./test-client.ts";
import { patch, rosterPatch, startAndConnect } from "./test-gateways.ts";

/** Keys that real 2026.9.6 gateways send and that the installed schema, 2026.9.1, does not know yet. */
const laterKeys = [
  'auth: Unrecognized key: "method"',
  'file: Unrecognized key: "hash"',
  ': Unrecognized key: "effectiveAgentId"',
];

/** Problems of an answer under the vendor's schema. */
function problems(schema: object, answer: unknown): string[] {
  const checked = z.fromJSONSchema(JSON.parse(JSON.stringify(schema))).safeParse(answer);
  const issues = checked.success ? [] : checked.error.issues;
  return issues.map(({ path, message }) => `${path.join(".")}: ${message}`).filter((text) => !laterKeys.includes(text));
}

const agentId = "mc-a";
const file = { agentId, name: "SOUL.md" };

async function answers({ call, ...client }: TestClient): Promise<Record<string, [object, unknown]>> {
  await patch({ call, ...client }, rosterPatch("2026.9.6", { ids: [agentId, "mc-b"] }));
  const { jobs } = await call<{ jobs: { id: string; declarationKey: string }[] }>("cron.list");
  const id = jobs.find(({ declarationKey }) => declarationKey === `heartbeat:${agentId}`)?.id;
  const made = await call("agents.create", { name: "Made Here" });
  return {
    "hello-ok": [schemas.HelloOkSchema, client.hello],
    "agents.list": [schemas.AgentsListResultSchema, await call("agents.list")],
    "agents.create": [schemas.AgentsCreateResultSchema, made],
    "agents.update": [schemas.AgentsUpdateResultSchema, await call("agents.update", { agentId, name: "Renamed" })],
    "agents.delete": [schemas.AgentsDeleteResultSchema, await call("agents.delete", { agentId: "mc-b" })],
    "agents.files.list": [schemas.AgentsFilesListResultSchema, await call("agents.files.list", { agentId })],
    "agents.files.set": [schemas.AgentsFilesSetResultSchema, await call("agents.files.set", { ...file, content: "x" })],
    "agents.files.get": [schemas.AgentsFilesGetResultSchema, await call("agents.files.get", file)],
    "agents.files.get, missing": [
      schemas.AgentsFilesGetResultSchema,
      await call("agents.files.get", { agentId, name: "USER.md" }),
    ],
    "agents.workspace.list": [
      schemas.AgentsWorkspaceListResultSchema,
      await call("agents.workspace.list", { agentId }),
    ],
    "agents.workspace.get": [
      schemas.AgentsWorkspaceGetResultSchema,
      await call("agents.workspace.get", { agentId, path: "SOUL.md" }),
    ],
    "config.schema.lookup": [
      schemas.ConfigSchemaLookupResultSchema,
      await call("config.schema.lookup", { path: "agents.entries.*" }),
    ],
    "cron.list, heartbeat": [schemas.CronJobSchema, jobs.find((job) => job.id === id)],
    "cron.list, of an agent": [schemas.CronJobSchema, jobs.find((job) => job.declarationKey.startsWith("skill"))],
    "cron.list, of the gateway": [schemas.CronJobSchema, jobs.find((job) => job.declarationKey.startsWith("memory"))],
    "cron.scratch.set": [schemas.CronScratchSetResultSchema, await call("cron.scratch.set", { id, content: "x" })],
    "cron.scratch.set, conflict": [
      schemas.CronScratchSetResultSchema,
      await call("cron.scratch.set", { id, content: "x", expectedRevision: 7 }),
    ],
    "cron.scratch.get": [schemas.CronScratchGetResultSchema, await call("cron.scratch.get", { id })],
    "sessions.delete": [schemas.SessionsDeleteResultSchema, await call("sessions.delete", { key: "agent:mc-a:x" })],
  };
}

describe("answers under the vendor's schemas", () => {
  test("of a current gateway match", async () => {
    const { gateway: _, ...client } = await startAndConnect({ version: "2026.9.4" });
    const found = Object.entries(await answers(client)).map(([name, [schema, answer]]) => [
      name,
      problems(schema, answer),
    ]);
    expect(Object.fromEntries(found.filter(([, list]) => list?.length))).toEqual({});
    expect(found).toHaveLength(19);
  });

  test("would not match with an unknown key", () => {
    expect(problems(schemas.AgentsUpdateResultSchema, { ok: true, agentId: "x", zzz: 1 })).not.toEqual([]);
  });

  test("of files match on a classic gateway as well", async () => {
    const { call } = await startAndConnect({ version: "2026.3.28" });
    const set = await call("agents.files.set", { agentId: "main", name: "TOOLS.md", content: "x" });
    expect(problems(schemas.AgentsFilesSetResultSchema, set)).toEqual([]);
    const listed = await call("agents.files.list", { agentId: "main" });
    expect(problems(schemas.AgentsFilesListResultSchema, listed)).toEqual([]);
  });
});

describe("events under the vendor's schemas", () => {
  test("hold", async () => {
    const { gateway, ...client } = await startAndConnect({ restartMs: 30 });
    await patch(client, rosterPatch("2026.9.6", { ids: [agentId] }));
    await gateway.restart();
    const shutdown = client.events.find(({ event }) => event === "shutdown");
    expect(problems(schemas.ShutdownEventSchema, shutdown?.payload)).toEqual([]);
    expect(client.events.length).toBeGreaterThan(3);
    expect(client.events.flatMap((event) => problems(schemas.EventFrameSchema, event))).toEqual([]);
  });
});
