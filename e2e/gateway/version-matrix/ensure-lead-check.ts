import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { ensureLead } from "../../../src/main/provisioning/ensure-lead.ts";
import { readChat, readConfig, readSessions } from "../read-back.ts";
import type { Bench } from "./open-version.ts";

const wakeTimeoutMs = 180_000;

/** A new board gets its lead: it is in the roster, its session has a label, and it receives its first message. */
export async function ensuresLead(bench: Bench): Promise<string> {
  const { station, raw } = bench;
  const boardId = randomUUID();
  station.import({ boards: [{ ...station.fleet.boards[0], id: boardId, name: "Late board" }] });

  const { agent, created, run } = await ensureLead(station.app, { boardId, agentName: "Rosa", startedBy: "e2e" });

  expect(created).toBe(true);
  expect({ status: run?.status, errors: run?.report.errors }).toEqual({ status: "succeeded", errors: [] });
  expect(run?.report.stats.configWrites).toBe(1);
  expect(run?.report.agents[0]?.filesWritten).toContain("BOOTSTRAP.md");
  expect(agent).toMatchObject({ name: "Rosa", status: "online", lastProvisionError: null });
  const key = `lead-${boardId}`;
  const sessionKey = `agent:${key}:main`;
  await bench.starts();
  const { roster } = await raw(readConfig);
  expect(roster.get(key)).toMatchObject({ name: "Rosa", heartbeat: { every: "10m" } });
  const session = (await raw((client) => readSessions(client, key))).get(sessionKey);
  expect(session?.label).toBe("Rosa");
  const seen = await seeWakeMessage(bench, sessionKey);
  expect((await ensureLead(station.app, { boardId, startedBy: "e2e" })).run).toBeNull();
  return seen;
}

/** No model provider is configured: a gateway stores the message, or logs that the turn failed. */
async function seeWakeMessage({ gateway, raw }: Bench, sessionKey: string): Promise<string> {
  const [, key = ""] = sessionKey.split(":");
  const failedTurn = new RegExp(`failed before reply.*${key}`);
  for (const startedAtMs = performance.now(); performance.now() - startedAtMs < wakeTimeoutMs; await sleep(1_000)) {
    const chat = await raw((client) => readChat(client, sessionKey));
    const woken = chat.filter((message) => message.includes("Hello Rosa."));
    expect(woken.length).toBeLessThanOrEqual(1);
    if (woken.length > 0) return "labelled, message in the chat";
    const isTurnKept = chat.some((message) => message.includes("failed before reply"));
    if (isTurnKept || failedTurn.test(readFileSync(gateway.logPath, "utf8"))) return "labelled, its turn begun";
  }
  throw new Error(`neither a wake-up message nor a turn of ${sessionKey}`);
}
