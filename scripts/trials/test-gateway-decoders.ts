import fc from "fast-check";
import { listFiles, readFile, writeFile } from "../../src/main/gateway/agent-files.ts";
import { readableFrame } from "../../src/main/gateway/answer-frames.ts";
import { askForModel } from "../../src/main/gateway/ask-for-model.ts";
import { awaitTurn } from "../../src/main/gateway/await-turn.ts";
import { patchConfig } from "../../src/main/gateway/config.ts";
import type { GatewayConnection } from "../../src/main/gateway/connection.ts";
import { classifyFailure, GatewayCallError } from "../../src/main/gateway/failure.ts";
import { findObstacles } from "../../src/main/gateway/find-obstacles.ts";
import { listHeartbeatJobs } from "../../src/main/gateway/heartbeat-jobs.ts";
import { readScratch, writeScratch } from "../../src/main/gateway/heartbeat-scratch.ts";
import { listAgents } from "../../src/main/gateway/list-agents.ts";
import { listOwnAgents } from "../../src/main/gateway/list-own-agents.ts";
import { listSessions } from "../../src/main/gateway/list-sessions.ts";
import { listFolder } from "../../src/main/gateway/list-workspace.ts";
import { readPatchRefusal } from "../../src/main/gateway/patch-refusal.ts";
import { readHello } from "../../src/main/gateway/read-hello.ts";
import { openSession } from "../../src/main/gateway/session.ts";
import { healthFromSessions } from "../../src/main/gateway/session-heartbeats.ts";
import { planConfig } from "../../src/main/provisioning/plan/plan-config.ts";
import { type Decoder, decoder } from "./test-decoder.ts";
import { mutated, text } from "./test-mutations.ts";
import type { Samples } from "./test-samples.ts";

type Reading = (connection: GatewayConnection) => Promise<unknown>;

/** A connection of which every call is answered alike. */
function answering(answers: { [method: string]: unknown }, hello: unknown): GatewayConnection {
  const target = { gatewayId: "g", name: "Gateway", url: "ws://127.0.0.1:1", token: null };
  const call = async (method: string) => answers[method];
  return { target, call, hello: async () => hello, untilClosed: async () => true } as unknown as GatewayConnection;
}

const agent = { id: "mc-a", name: "A", workspace: "/w/workspace-mc-a", heartbeat: { every: "10m" } };
const noCost = { limitMs: 1_000, expectedMs: null };

/** What reads the answer to each method. */
const readings: { [method: string]: Reading } = {
  "agents.list": (connection) => listAgents(connection),
  "agents.files.list": (connection) => listFiles(connection, "main"),
  "agents.files.get": (connection) => readFile(connection, "main", "SOUL.md"),
  "agents.files.set": (connection) =>
    writeFile(connection, { agentKey: "main", name: "SOUL.md", content: "x", expectedHash: "h", ownHash: "o" }),
  "agents.workspace.list": (connection) => listFolder(connection, { agentKey: "main" }),
  "cron.list": (connection) => listHeartbeatJobs(connection),
  "cron.scratch.get": (connection) => readScratch(connection, "job"),
  "cron.scratch.set": (connection) => writeScratch(connection, { jobId: "job", content: "x", expectedRevision: 1 }),
  "sessions.list": (connection) => listSessions(connection),
  "models.list": (connection) => askForModel({ listsUsableModels: true, connection } as never),
  "agent.wait": (connection) => awaitTurn(connection, { runId: "r", sessionKey: "agent:main:main", withinMs: 1 }),
  "chat.history": (connection) => awaitTurn(connection, { runId: "r", sessionKey: "agent:main:main", withinMs: 1 }),
  "config.patch": (connection) => patchConfig(connection, { patch: {}, baseHash: "h", cost: noCost }),
};

/** What a sync learns from a gateway before it plans, and the configuration that it plans. */
async function openAndPlan(answers: { [method: string]: unknown }, hello: unknown): Promise<void> {
  const session = await openSession(answering(answers, hello));
  const { config } = session.config;
  planConfig(session, { agents: [agent], settings: true });
  listOwnAgents(session);
  findObstacles({ ...session, config, agentKeys: ["main"], hasModel: null });
  healthFromSessions({ ...session, config }, await listSessions(session.connection))("main");
}

export function gatewayDecoders(samples: Samples): Decoder[] {
  const ofMethods = Object.entries(readings).map(([method, reading]) =>
    decoder(`answer to ${method}`, mutated(samples.answers(method)), (answer) =>
      reading(answering({ "agent.wait": { status: "ok" }, [method]: answer }, samples.hello)),
    ),
  );
  const learned = ["health", "config.get", "config.schema.lookup", "sessions.list"];
  const ofSession = learned.map((method) =>
    decoder(`session by ${method}`, mutated(samples.answers(method)), (answer) =>
      openAndPlan({ ...samples.first(), [method]: answer }, samples.hello),
    ),
  );
  const frame = mutated([
    { type: "res", id: "1", ok: true, payload: {} },
    { type: "event", event: "tick", payload: {}, seq: 1 },
  ]);
  const error = mutated([
    { message: "no", details: { issues: [{ path: "agents.list.0.heartbeat", message: "bad" }] } },
  ]);
  return [
    ...ofMethods,
    ...ofSession,
    decoder("hello", mutated([samples.hello]), (given) => {
      const hello = readHello(given as never);
      return hello === null ? null : openAndPlan(samples.first(), hello);
    }),
    decoder("frame", frame, (value) => readableFrame(JSON.stringify(value) ?? "")),
    decoder("frame that is no JSON", text, readableFrame),
    decoder("refusal of a patch", error, (value) => {
      const { message, details } = Object(value) as { message?: unknown; details?: unknown };
      const failure = { ...classifyFailure(new Error(String(message))), details };
      return readPatchRefusal(new GatewayCallError("config.patch", failure));
    }),
    decoder("text of an error", fc.tuple(text, fc.option(fc.nat(5_000))), ([message, code]) =>
      classifyFailure(new Error(message), code ?? undefined),
    ),
  ];
}
