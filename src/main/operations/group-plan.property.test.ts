import fc from "fast-check";
import { expect, it } from "vitest";
import type { PlannedAgent, PlannedFile } from "../../shared/plan.ts";
import { ownValues } from "../../shared/plan-groups.ts";
import { fileDiff } from "../provisioning/report/file-diff.ts";
import { groupPlan, PlanGrouping } from "./group-plan.ts";
import { withOwnValues, withoutOwnValues } from "./own-values.ts";

/** Names that are also words, numbers, patterns and placeholders of a diff. */
const name = fc.oneof(
  fc.constantFrom(
    "Ada",
    "Ada Lovelace",
    "ad",
    "10",
    "1,3",
    "No",
    "@@",
    "gateway",
    "+x",
    "$&",
    "(.*)",
    "‹name›",
    "SOUL",
  ),
  fc.string({ maxLength: 8 }),
);
const piece = fc.constantFrom(
  ..."NAME,ID,KEY,BOARD,Ada,ada,10,@@ -1 +1 @@,‹name›,‹id›, ,x,…".split(","),
  "\n",
  "\\ No newline at end of file",
);
const text = fc.array(piece, { maxLength: 12 });
const identity = fc.record({ agentName: name, agentKey: name, boardId: fc.option(name) });
const content = fc.record({ before: text, after: text });

type Facts = Pick<PlannedFile, "action" | "moved">;
const facts: fc.Arbitrary<Facts> = fc.constantFrom<Facts>(
  { action: "change", moved: "ours" },
  { action: "change", moved: "theirs" },
  { action: "conflict", moved: "both" },
  { action: "create", moved: "none" },
);

/** A few contents for many agents, so that changes are equal often. */
const fleet = fc
  .tuple(fc.array(identity, { minLength: 1, maxLength: 12 }), fc.array(content, { minLength: 1, maxLength: 3 }))
  .chain(([identities, contents]) =>
    fc.record({
      contents: fc.constant(contents),
      agents: fc.tuple(
        ...identities.map((each) =>
          fc.record({ identity: fc.constant(each), content: fc.nat({ max: contents.length - 1 }), facts }),
        ),
      ),
    }),
  );

function fill(pieces: readonly string[], { agentName, agentId, agentKey, boardId }: PlannedAgent): string {
  const values = new Map([
    ["NAME", agentName],
    ["ID", agentId],
    ["KEY", agentKey],
    ["BOARD", boardId ?? "none"],
  ]);
  return pieces.map((each) => values.get(each) ?? each).join("");
}

function agentOf(
  index: number,
  { agentName, agentKey, boardId }: Pick<PlannedAgent, "agentName" | "agentKey" | "boardId">,
) {
  const agent: Pick<PlannedAgent, "agentId" | "agentName" | "agentKey" | "boardId"> = {
    agentId: `agent-${index}`,
    agentName,
    agentKey,
    boardId,
  };
  return agent as PlannedAgent;
}

const fileOf = ({ action, moved }: Facts, hash: string): PlannedFile => ({
  name: "SOUL.md",
  action,
  reason: "why",
  moved,
  oursMaskedSha256: `ours ${hash}`,
  theirsMaskedSha256: action === "create" ? null : `theirs ${hash}`,
});

/** Where hunks are may differ; how many lines each has may not. */
const withoutLines = (diff: string, own: readonly string[]) =>
  own.includes("‹line›")
    ? diff.replace(/^@@ -(?:\d+|‹line›)((?:,\d+)?) \+(?:\d+|‹line›)((?:,\d+)?) @@$/gm, "@@$1 $2")
    : diff;

it("what a group shows is each agent's own diff, once its values are filled in, and each file is in one group", () => {
  let together = 0;
  fc.assert(
    fc.property(fleet, ({ agents, contents }) => {
      const planned = agents.map(({ identity, content, facts }, index) => {
        const agent = agentOf(index, identity);
        const { before = [], after = [] } = contents[content] ?? {};
        const diff = fileDiff("SOUL.md", fill(before, agent), fill(after, agent));
        return { agent, file: fileOf(facts, String(index)), diff };
      });
      const grouping = new PlanGrouping();
      for (const each of planned) grouping.add(each);
      const groups = grouping.groups();
      expect(groups.flatMap(({ agentIds }) => agentIds).toSorted()).toEqual(
        planned.map(({ agent }) => agent.agentId).toSorted(),
      );
      for (const { agentIds, own, first, action } of groups) {
        const shown = withoutOwnValues(first.diff ?? "", first.agent);
        expect(shown.own).toEqual(own);
        for (const member of planned.filter(({ agent }) => agentIds.includes(agent.agentId))) {
          const filled = withOwnValues(shown.text, own, member.agent);
          expect(withoutLines(filled, own)).toBe(withoutLines(member.diff, own));
          if (agentIds.length === 1) expect(member.agent).toBe(first.agent);
          // A conflict, or what someone else wrote, is never among what loses nothing.
          expect([member.file.action, member.file.moved]).toEqual([action, first.file.moved]);
        }
        together += agentIds.length > 1 ? 1 : 0;
      }
    }),
    { numRuns: 2_000 },
  );
  expect(together).toBeGreaterThan(100);
});

const ada = agentOf(1, { agentName: "Ada", agentKey: "mc-1", boardId: "north" });
const bo = agentOf(2, { agentName: "Bo", agentKey: "mc-2", boardId: "north" });
const soulOf = (agents: PlannedAgent[], diffs: (string | undefined)[], hashes: string[] = []) =>
  groupPlan(
    {
      agents: agents.map((agent, index) => ({
        ...agent,
        files: [fileOf({ action: "change", moved: "ours" }, hashes[index] ?? String(index))],
      })),
    },
    ({ agentId }) => diffs[agents.findIndex((agent) => agent.agentId === agentId)],
  );

it("agents that differ only in their own values are together, and the values are named", () => {
  // Further up they have other numbers of lines.
  const above = (agent: PlannedAgent) => "line\n".repeat(agent === ada ? 9 : 5);
  const soul = (agent: PlannedAgent, line: string) => `${above(agent)}# ${agent.agentName}\n${line}\n`;
  const diffOf = (agent: PlannedAgent) => fileDiff("SOUL.md", soul(agent, "old"), soul(agent, "new"));
  const [group, ...others] = soulOf([ada, bo], [diffOf(ada), diffOf(bo)]);
  expect(others).toEqual([]);
  expect(group).toMatchObject({
    agentIds: ["agent-1", "agent-2"],
    lines: { removed: 1, added: 1 },
    own: ["‹name›", "‹line›"],
  });
  expect(Object.keys(ownValues)).toContain("‹name›");
});

it("a part of a word is no value, and a file that has a placeholder itself is shown as it is", () => {
  const partOf = fileDiff("SOUL.md", "Adamant\n", "Ada\n");
  expect(withoutOwnValues(partOf, ada).text).toContain("@@ -‹line›,1 +‹line›,1 @@\n-Adamant\n+‹name›");
  const literal = fileDiff("SOUL.md", "‹name›\n", "Ada\n");
  expect(withoutOwnValues(literal, ada)).toEqual({ text: literal, own: [] });
});

it("diffs that were cut are together only if the contents are the same", () => {
  const cutAt = "--- a\n+++ b\n@@ -1 +1 @@\n-x\n… (cut; 50000 characters)\n";
  expect(soulOf([ada, bo], [cutAt, cutAt])).toHaveLength(2);
  expect(soulOf([ada, bo], [cutAt, cutAt], ["same", "same"])).toHaveLength(1);
});

it("without a diff, files are together only if the contents are the same", () => {
  expect(soulOf([ada, bo], [undefined, undefined])).toHaveLength(2);
  expect(soulOf([ada, bo], [undefined, undefined], ["same", "same"])).toMatchObject([{ lines: null }]);
});
