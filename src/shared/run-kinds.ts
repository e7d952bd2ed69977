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
};

export const runKinds = {
  "template-sync": { title: "Template sync", act: "Sync", short: "sync", writes: true, provisions: false },
  "apply-plan": {
    title: "Applied plan",
    act: "Applying the plan",
    short: "plan applied",
    writes: true,
    provisions: false,
  },
  "drift-check": { title: "Drift check", act: "Drift check", short: "drift check", writes: false, provisions: false },
  "ensure-lead": { title: "Ensure lead", act: "Provisioning", short: "lead", writes: true, provisions: true },
  "ensure-gateway-agent": {
    title: "Ensure main agent",
    act: "Provisioning",
    short: "main agent",
    writes: true,
    provisions: true,
  },
  wake: { title: "Wake", act: "Wake", short: "wake", writes: true, provisions: false },
  "delete-orphan": {
    title: "Agent deleted",
    act: "Deleting an agent without a record",
    short: "agent deleted",
    writes: true,
    provisions: false,
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
