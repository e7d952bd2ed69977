/** The catalogue of run kinds. */
type RunKindWords = {
  /** In lists and titles of the window. */
  title: string;
  /** At the start of a sentence: "Sync of Harbour is done". */
  act: string;
  /** In the table of `runs list`. */
  short: string;
  /** False for runs that only compare. A sync also only compares if its options ask for a plan. */
  writes: boolean;
  /** Whether it gives an agent its first files and token, and wakes it; also on a paused board. */
  provisions: boolean;
  /** What has happened to an agent whose outcome is "updated". */
  done: "updated" | "woken" | "deleted" | "adopted";
};

export const runKinds = {
  "template-sync": {
    title: "Template sync",
    act: "Sync",
    short: "sync",
    writes: true,
    provisions: false,
    done: "updated",
  },
  "apply-plan": {
    title: "Applied plan",
    act: "Applying the plan",
    short: "plan applied",
    writes: true,
    provisions: false,
    done: "updated",
  },
  "drift-check": {
    title: "Drift check",
    act: "Drift check",
    short: "drift check",
    writes: false,
    provisions: false,
    done: "updated",
  },
  "ensure-lead": {
    title: "Ensure lead",
    act: "Provisioning",
    short: "lead",
    writes: true,
    provisions: true,
    done: "updated",
  },
  "ensure-gateway-agent": {
    title: "Ensure main agent",
    act: "Provisioning",
    short: "main agent",
    writes: true,
    provisions: true,
    done: "updated",
  },
  wake: { title: "Wake", act: "Wake", short: "wake", writes: true, provisions: false, done: "woken" },
  "delete-orphan": {
    title: "Agent deleted",
    act: "Deleting an agent without a record",
    short: "agent deleted",
    writes: true,
    provisions: false,
    done: "deleted",
  },
  adopt: {
    title: "Agents adopted",
    act: "Adopting agents",
    short: "adopted",
    writes: false,
    provisions: false,
    done: "adopted",
  },
} as const satisfies Record<string, RunKindWords>;

export type RunKind = keyof typeof runKinds;

/** What distinguishes a plan from other runs; the history keeps options as JSON. */
export type RunNature = { kind: RunKind; options: { dryRun?: unknown } };

/** Whether a run made a plan at an operator's request: a sync that only compares. */
export function isPlan({ kind, options }: RunNature): boolean {
  return runKinds[kind].writes && options.dryRun === true;
}

/** A short label for the kind of a run. */
export function runLabel(run: RunNature): string {
  return isPlan(run) ? "Plan" : runKinds[run.kind].title;
}

/** What a run does, at the start of a sentence in the window: "Plan", "Sync", "Provisioning". */
export function runAct(run: RunNature): string {
  return isPlan(run) ? "Plan" : runKinds[run.kind].act;
}

/** What has happened, or would happen, to the agents of a run whose outcome is "updated". */
export function doneWord({ kind, options }: RunNature): "out of date" | "updated" | "woken" | "deleted" | "adopted" {
  return options.dryRun === true ? "out of date" : runKinds[kind].done;
}
