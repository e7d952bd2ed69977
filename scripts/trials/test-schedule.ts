import { randomsOf } from "../../src/main/provisioning/test-randoms.ts";

/** What a schedule does on the gateway while its faults strike. */
export const tasks = ["first", "template", "rekey", "repair", "lead", "apply", "adopt"] as const;
export type Task = (typeof tasks)[number];

/** A gateway of each shape: classic that restarts, classic that reloads, current. */
export const shapes = ["2026.3.28", "2026.7.35", "2026.9.6"] as const;

export const faultKinds = [
  "drop",
  "restart",
  "restart-required",
  "busy",
  "rate-limit",
  "slow",
  "lost-reply",
  "lost-call",
  "duplicate-reply",
  "another-id",
  "garbage",
  "half-reply",
  "wrong-type",
  "silence",
  "hash-conflict",
  "file-edit",
  "create-race",
  "disk-full",
  "oversized-file",
  "malformed-error",
] as const;
export type FaultKind = (typeof faultKinds)[number];

export type PlannedFault = {
  kind: FaultKind;
  method: string;
  when: "before" | "after";
  skip: number;
  times: number;
  delayMs: number;
  /** Chooses among variants of a kind, such as forms of a malformed error. */
  variant: number;
};

export type Schedule = { seed: number; version: string; task: Task; edits: number; faults: PlannedFault[] };

/** Methods by how much can go wrong with them. */
const anyMethod = [
  ...Array<string>(8).fill("agents.files.set"),
  ...Array<string>(4).fill("agents.files.get"),
  ...Array<string>(3).fill("agents.files.list"),
  ...Array<string>(4).fill("config.patch"),
  ...["config.get", "config.get", "agents.list", "health", "sessions.list", "cron.list", "cron.scratch.get"],
  ...["cron.scratch.set", "cron.scratch.set", "sessions.patch", "chat.send"],
];

/** Kinds that are about certain methods. */
const methodsOf: { [Kind in FaultKind]?: readonly string[] } = {
  "restart-required": ["config.patch"],
  "hash-conflict": ["config.patch"],
  "create-race": ["config.patch"],
  "disk-full": ["agents.files.set", "config.patch", "cron.scratch.set"],
  "file-edit": ["agents.files.set", "agents.files.get"],
  "oversized-file": ["agents.files.list", "agents.files.get"],
};

/** The schedule of a seed: always the same. */
export function scheduleOf(seed: number): Schedule {
  const random = randomsOf(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const one = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const version = one(shapes);
  const task = one(tasks);
  const faultOf = (): PlannedFault => {
    const kind = one(faultKinds);
    // A connection is refused or lost now and then; some faults last for longer than a run waits.
    const isConnect = ["drop", "lost-call", "malformed-error", "busy"].includes(kind) && random() < 0.15;
    const method = isConnect ? "connect" : one(methodsOf[kind] ?? anyMethod);
    const times = random() < 0.7 ? 1 : random() < 0.8 ? 1 + below(4) : 200;
    const when = random() < 0.5 ? "before" : "after";
    // Some methods are called once or twice in a run.
    const skip = method.startsWith("agents.files.") ? below(10) : below(2);
    return { kind, method, when, skip, times, delayMs: 20 + below(300), variant: below(100) };
  };
  const faults = Array.from({ length: 1 + below(5) }, faultOf);
  return { seed, version, task, edits: below(4), faults };
}

export function describeSchedule({ seed, version, task, edits, faults }: Schedule): string {
  const told = faults.map(
    ({ kind, method, when, skip, times }) => `${kind} ${when} ${method} (call ${skip + 1}, ${times} times)`,
  );
  return `seed ${seed}: ${task} on ${version}, ${edits} edits, ${told.join("; ")}`;
}
