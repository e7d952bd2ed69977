import fc from "fast-check";
import { expect, test } from "vitest";
import { agentKey } from "../../shared/identity.ts";
import type { Plan, PlannedFile } from "../../shared/plan.ts";
import { hasChanges, isWritten } from "../../shared/plan-work.ts";
import { readAgent, updateAgent } from "../database/agents.ts";
import { applySavedPlan } from "./apply-saved-plan.ts";
import { openProvisioningFixture, type ProvisioningFixture } from "./test-fixture.ts";

/** What may happen to an agent on the gateway or in our records, at any time. */
type Edit =
  | { on: "file"; agent: number; name: string; text: string }
  | { on: "deletion"; agent: number; name: string }
  | { on: "token"; agent: number; text: string }
  | { on: "soul"; agent: number; text: string }
  | { on: "name"; agent: number; text: string }
  | { on: "heartbeat"; agent: number; every: string };

const agents = 4;
const fileNames = ["SOUL.md", "IDENTITY.md", "AGENTS.md", "USER.md", "TOOLS.md"];

const agent = fc.nat({ max: agents - 1 });
const text = fc.constantFrom("one", "two", "Ours for {{ agent_name }}.", "");
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ on: fc.constant("file" as const), agent, name: fc.constantFrom(...fileNames), text }),
  fc.record({ on: fc.constant("deletion" as const), agent, name: fc.constantFrom(...fileNames) }),
  fc.record({
    on: fc.constant("token" as const),
    agent,
    text: fc.constantFrom("", "another-token-than-ours-0123456789-abcdefghi"),
  }),
  fc.record({ on: fc.constant("soul" as const), agent, text: fc.constantFrom("one", "Ours for {{ agent_name }}.") }),
  fc.record({ on: fc.constant("name" as const), agent, text: fc.constantFrom("Ada", "Bob") }),
  fc.record({ on: fc.constant("heartbeat" as const), agent, every: fc.constantFrom("10m", "30m") }),
);
const story = fc.record({
  version: fc.constantFrom("2026.7.35", "2026.9.6"),
  /** Whether the fleet was synced before anything happens. */
  isSynced: fc.boolean(),
  before: fc.array(edit, { maxLength: 4 }),
  between: fc.array(edit, { maxLength: 4 }),
  rotateTokens: fc.boolean(),
});

/**
 * For any fleet, any state of its gateway and any edits: applying a plan brings what it planned to the desired state or reports
 * that it changed, does nothing else, and the next plan, applied without interference, leaves nothing to do.
 */
test("apply(plan), whatever happened before and in between", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ version, isSynced, before, between, rotateTokens }) => {
      const fixture = await openProvisioningFixture({ agents, boards: 1, gateway: { version, rateLimits: false } });
      try {
        if (isSynced) await fixture.sync({ rotateTokens: true });
        for (const one of before) make(fixture, one);
        const beforePlan = snapshot(fixture);
        const plan = await planOf(fixture, rotateTokens);
        expect(snapshot(fixture)).toEqual(beforePlan);

        for (const one of between) make(fixture, one);
        const beforeApply = snapshot(fixture);
        const refused = await apply(fixture, plan);
        const after = snapshot(fixture);
        const next = await planOf(fixture, rotateTokens);
        for (const planned of plan.agents) {
          const key = planned.agentKey;
          const [stood, then, now] = [beforePlan.get(key), beforeApply.get(key), after.get(key)];
          if (!then || !now) continue;
          const hasNewToken = between.some((one) => one.on === "token" && keyOf(fixture, one.agent) === key);
          for (const name of new Set([...Object.keys(then), ...Object.keys(now)])) {
            const step = planned.files.find((file) => file.name === name && isWritten(file.action));
            const what = `${name} of ${planned.agentName}`;
            if (!step) expect(now[name], `${what} was not planned`).toBe(then[name]);
            else if (stood?.[name] !== then[name] && !hasNewToken)
              expect(now[name], `${what} was edited in between`).toBe(then[name]);
            else if (!refused.has(planned.agentId))
              expect(stillToWrite(next, planned.agentId, name), `${what} is as planned`).toBe(false);
          }
        }
        await apply(fixture, next);
        expect(leftToDo(await planOf(fixture, rotateTokens))).toEqual([]);
      } finally {
        await fixture.close();
      }
    }),
    {
      numRuns: Number(process.env.PROPERTY_RUNS ?? 25),
      interruptAfterTimeLimit: 60_000,
      markInterruptAsFailure: false,
    },
  );
}, 120_000);

function keyOf(fixture: ProvisioningFixture, index: number): string {
  return agentKey(readAgent(fixture.app.database, fixture.agentIds[index] ?? ""));
}

function make(fixture: ProvisioningFixture, one: Edit): void {
  const { gateway, app } = fixture;
  const key = keyOf(fixture, one.agent);
  const agentId = fixture.agentIds[one.agent] ?? "";
  if (one.on === "soul") return void updateAgent(app.database, agentId, { soulTemplate: one.text });
  if (one.on === "name") return void updateAgent(app.database, agentId, { name: `${one.text} ${one.agent}` });
  if (one.on === "heartbeat") return void updateAgent(app.database, agentId, { heartbeatConfig: { every: one.every } });
  if (!gateway.agentIds.includes(key)) return;
  const isCurrent = gateway.version === "2026.9.6";
  const tokenFile = isCurrent ? "AGENTS.md" : "TOOLS.md";
  if (one.on === "token") {
    const content = gateway.readFile(key, tokenFile);
    if (content) gateway.writeFile(key, tokenFile, content.replace(/AUTH_TOKEN=.*/, `AUTH_TOKEN=${one.text}`));
  } else if (one.on === "deletion") gateway.deleteFile(key, one.name);
  else gateway.writeFile(key, one.name, one.text);
}

/** The files of every agent on the gateway, by agent key and file name. */
function snapshot({ gateway }: ProvisioningFixture): Map<string, Record<string, string>> {
  return new Map(
    gateway.agentIds.map((key) => {
      const files = fileNames.flatMap((name) => {
        const content = gateway.readFile(key, name);
        return content === undefined ? [] : [[name, content]];
      });
      return [key, Object.fromEntries(files)];
    }),
  );
}

async function planOf(fixture: ProvisioningFixture, rotateTokens: boolean): Promise<Plan> {
  const { plan } = await fixture.sync({ dryRun: true, rotateTokens });
  if (!plan) throw new Error("no plan");
  return plan;
}

/** @returns the agents with a refused part, or that were not completed. */
async function apply(fixture: ProvisioningFixture, plan: Plan): Promise<Set<string>> {
  if (!hasChanges(plan)) return new Set();
  try {
    const { report } = await applySavedPlan(fixture.app, { plan, startedBy: "test" });
    return new Set(report.errors.flatMap(({ severity, agentId }) => (severity === "error" && agentId) || []));
  } catch (error) {
    // A blocked agent has nothing to apply.
    expect(String(error)).toContain("nothing to apply");
    return new Set();
  }
}

function stillToWrite(plan: Plan, agentId: string, name: string): boolean {
  const files: PlannedFile[] = plan.agents.find((one) => one.agentId === agentId)?.files ?? [];
  return files.some((file) => file.name === name && isWritten(file.action));
}

/** Everything a plan would still do, except for agents that cannot be synced. */
function leftToDo({ agents: planned }: Plan): string[] {
  return planned
    .filter(({ blocked }) => blocked === null)
    .flatMap(({ agentName, entry, files }) => [
      ...(entry.kind === "right" ? [] : [`${agentName}: roster`]),
      ...files.filter(({ action }) => isWritten(action)).map(({ name }) => `${agentName}: ${name}`),
    ]);
}
