import { afterEach, describe, expect, test } from "vitest";
import { runSchedule } from "./test-run-schedule.ts";
import { describeSchedule, scheduleOf, shapes } from "./test-schedule.ts";
import { sync } from "./test-tasks.ts";
import { openTrial, type Trial } from "./test-trial.ts";

/** `npm run test:faults` runs as many as one likes. */
const seeds = Array.from({ length: 10 }, (_, index) => index + 1);

test("ten schedules of faults end with the right state on the gateway, or say what is not right", async () => {
  const results = await Promise.all(seeds.map(async (seed) => ({ seed, ...(await runSchedule(scheduleOf(seed))) })));
  const failed = results.filter(({ problems }) => problems.length > 0);
  const told = failed.map(({ seed, problems }) => [
    describeSchedule(scheduleOf(seed)),
    ...problems,
    `again: npm run test:faults -- --schedules 1 --seed ${seed}`,
  ]);
  expect(told).toEqual([]);
  expect(results.filter(({ struck }) => struck > 0).length).toBeGreaterThan(5);
}, 120_000);

describe.each(shapes)("the verifier, on %s", (version) => {
  let trial: Trial;
  afterEach(() => trial.close());

  test("finds nothing after a sync, and each thing that is not as it must be", async () => {
    trial = await openTrial(version);
    expect(trial.problems().length).toBeGreaterThan(0);
    await sync(trial);
    expect([trial.problems(), trial.lockedOut(), trial.lostEdits()]).toEqual([[], [], []]);

    const { gateway } = trial;
    const [lead, worker, other] = trial.agents;
    if (!lead || !worker || !other) throw new Error("too few agents");
    const tokenFile = version === "2026.9.6" ? "AGENTS.md" : "TOOLS.md";
    trial.edit(lead, "SOUL.md");
    gateway.writeFile(lead.key, "SOUL.md", "Revision 1.\n");
    gateway.deleteFile(worker.key, "IDENTITY.md");
    const before = gateway.readFile(other.key, tokenFile) ?? "";
    gateway.writeFile(other.key, tokenFile, before.replace(/^AUTH_TOKEN=.*$/m, "AUTH_TOKEN=another"));
    expect(trial.lostEdits()).toHaveLength(1);
    expect(trial.lockedOut()).toEqual([`${other.name} is locked out`]);
    expect(trial.problems()).toEqual([
      `${lead.name}: SOUL has no line "${lead.name} is calm."`,
      `${worker.name}: IDENTITY is missing`,
      `${other.name}: its token is not let in`,
    ]);
  });
});
