import type { Fault, InjectedFault } from "../../src/practice-gateway/faults.ts";
import type { JsonObject } from "../../src/shared/records.ts";
import type { FaultKind, PlannedFault } from "./test-schedule.ts";
import type { Trial } from "./test-trial.ts";
import type { ExpectedAgent } from "./test-verify-gateway.ts";

/** Forms of an error that breaks the protocol, or has nothing in it. */
const malformedErrors: Record<string, unknown>[] = [
  { ok: false, payload: undefined, error: 42 },
  { ok: false, payload: undefined, error: null },
  { ok: false, payload: undefined, error: { code: 5, message: ["no", "text"] } },
  { ok: false, payload: undefined, error: { code: "", message: "" } },
  { ok: false, payload: undefined, error: { code: "UNAVAILABLE", message: "x".repeat(50_000) } },
  { ok: false, payload: undefined },
  { ok: "no", error: { code: "UNAVAILABLE", message: "no" } },
];

const wrongPayloads = [42, null, [], "text", {}, { agents: "none", file: 7, files: {}, jobs: 1, config: [] }];
const garbage = ["}{ not a frame", "", "null", '{"type":"res"}', "[1]", '{"type":"event"}', "\u0000"];

/** Sizes over what a sync fetches, and over what a connection carries. */
const oversizedBytes = [1_200_000, 1_200_000, 1_200_000, 27_000_000];

type Maker = (planned: PlannedFault, trial: Trial) => Fault;

const makers: { [Kind in FaultKind]: Maker } = {
  drop: ({ when }) => ({ kind: "drop", when }),
  restart: ({ when }) => ({ kind: "restart", when }),
  "restart-required": ({ variant }) => ({ kind: "restart-required", isPutOff: variant % 2 === 0 }),
  busy: () => ({ kind: "busy" }),
  "rate-limit": ({ delayMs }) => ({ kind: "rate-limit", retryAfterMs: delayMs }),
  slow: ({ delayMs, when }) => ({ kind: "slow", delayMs, when }),
  "lost-reply": () => ({ kind: "no-answer", when: "after" }),
  "lost-call": () => ({ kind: "no-answer", when: "before" }),
  "duplicate-reply": () => ({ kind: "duplicate-reply" }),
  "another-id": () => ({ kind: "another-id" }),
  garbage: ({ variant }) => ({ kind: "garbage", text: variantOf(garbage, variant) }),
  "half-reply": () => ({ kind: "half-reply" }),
  "wrong-type": ({ variant }) => ({ kind: "wrong-type", payload: variantOf(wrongPayloads, variant) }),
  silence: ({ when }) => ({ kind: "silence", when }),
  "hash-conflict": ({ variant }, trial) => ({ kind: "meanwhile", act: () => editConfig(trial, variant) }),
  "file-edit": ({ variant }, trial) => ({ kind: "meanwhile", act: () => editFile(trial, variant) }),
  "create-race": ({ variant }, trial) => ({ kind: "meanwhile", act: () => createOurs(trial, variant) }),
  "disk-full": () => ({ kind: "disk-full" }),
  "oversized-file": ({ variant }, trial) => ({ kind: "meanwhile", act: () => inflate(trial, variant) }),
  "malformed-error": ({ variant }) => ({ kind: "malformed", frame: variantOf(malformedErrors, variant) }),
};

/** Puts a schedule's faults into the gateway. @returns them, with how often each applied */
export function injectFaults(trial: Trial, faults: readonly PlannedFault[]): InjectedFault[] {
  return faults.map((planned) => {
    const { method, skip, times } = planned;
    // A gateway without guarded writes cannot refuse an edit between the last read and the write.
    const isUnguarded = planned.kind === "file-edit" && !trial.gateway.version.startsWith("2026.9");
    const at = isUnguarded ? "agents.files.get" : method;
    return trial.gateway.inject({ ...makers[planned.kind](planned, trial), method: at, skip, times });
  });
}

function variantOf<T>(of: readonly T[], variant: number): T {
  return of[variant % of.length] as T;
}

/** An operator changes a setting of the gateway that is none of ours. */
function editConfig({ gateway }: Trial, variant: number): void {
  const config = gateway.config();
  gateway.setConfig({
    ...config,
    logging: { ...(config.logging as JsonObject), level: `debug` },
    meta: { edit: variant, at: config.meta ?? null },
  });
}

function someAgent(trial: Trial, variant: number): ExpectedAgent | undefined {
  const there = trial.agents.filter(({ key }) => trial.gateway.agentIds.includes(key));
  return there[variant % Math.max(there.length, 1)];
}

function editFile(trial: Trial, variant: number): void {
  const agent = someAgent(trial, variant);
  // Nothing guards a file that is not there yet.
  const fileName = variant % 3 === 0 ? "MEMORY.md" : "SOUL.md";
  if (!agent || trial.gateway.readFile(agent.key, fileName) === undefined) return;
  trial.disturbed.add(agent.id);
  trial.edit(agent, fileName);
}

/** Another client makes an agent under one of our keys, between our look at the roster and our patch. */
function createOurs(trial: Trial, variant: number): void {
  const { gateway } = trial;
  const missing = trial.agents.filter(({ key }) => !gateway.agentIds.includes(key));
  const agent = missing[variant % Math.max(missing.length, 1)];
  if (!agent) return;
  trial.disturbed.add(agent.id);
  const config = gateway.config();
  const agents = config.agents as JsonObject;
  const { list, entries } = agents as { list?: JsonObject[]; entries?: JsonObject };
  const isClassic = Number(gateway.version.split(".")[1]) < 8;
  const roster = isClassic
    ? { list: [...(list ?? [{ id: "main", default: true }]), { id: agent.key, name: "Another's" }] }
    : { ownership: "explicit", entries: { main: {}, ...entries, [agent.key]: { name: "Another's" } } };
  gateway.setConfig({ ...config, agents: { ...agents, ...roster } });
}

/** An agent's notes grow over what can be fetched; `deflate` makes them small again. */
function inflate(trial: Trial, variant: number): void {
  const agent = someAgent(trial, variant);
  if (!agent) return;
  const fileName = variant % 2 === 0 ? "MEMORY.md" : "AGENTS.md";
  const before = trial.gateway.readFile(agent.key, fileName);
  if (before === undefined || before.length > 1_000_000) return;
  trial.disturbed.add(agent.id);
  trial.gateway.writeFile(agent.key, fileName, `${before}\n${padding(variantOf(oversizedBytes, variant))}`);
}

const paddingMark = "padding:";

function padding(sizeBytes: number): string {
  return paddingMark + "p".repeat(sizeBytes);
}

/** Whoever made a file too large makes it small again. */
export function deflate({ gateway }: Trial): void {
  for (const key of gateway.agentIds)
    for (const name of ["MEMORY.md", "AGENTS.md"]) {
      const text = gateway.readFile(key, name) ?? "";
      const smaller = text.replace(new RegExp(`\n${paddingMark}p*`), "");
      if (smaller !== text) gateway.writeFile(key, name, smaller);
    }
}
