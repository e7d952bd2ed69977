import { createHash } from "node:crypto";
import { groupPlan } from "../src/main/operations/group-plan.ts";
import { fileDiff } from "../src/main/provisioning/report/file-diff.ts";
import { loadTemplateSet } from "../src/main/templates/template-set.ts";
import type { PlannedAgent } from "../src/shared/plan.ts";

/*
 * `node scripts/bench-plan-groups.ts [AGENTS]`: how long it takes to find the files with the same change in a plan of so many agents:
 * of a first sync, in which each file is new, and of a template in which one line changed.
 */
const agentCount = Number(process.argv[2] ?? 1000);
const templates = await loadTemplateSet();
const sources = Object.entries(templates.sources).filter(([name]) => name.startsWith("BOARD_"));
const hash = (text: string) => createHash("sha256").update(text).digest("hex");

for (const isNew of [true, false]) {
  const diffs = new Map<string, string>();
  const agents = Array.from({ length: agentCount }, (_, index): PlannedAgent => {
    const agentId = `5eed0000-0000-4000-8006-${String(index).padStart(12, "0")}`;
    const files = sources.map(([name, source]) => {
      const ours = `# Agent ${index}\n${agentId}\n${source}`;
      const theirs = isNew ? "" : ours.replace(/\n(?!.*\n)/, "\nchanged\n");
      diffs.set(`${agentId} ${name}`, fileDiff(name, theirs, ours));
      const facts = { action: isNew ? "create" : "change", moved: isNew ? "none" : "ours", reason: "" } as const;
      return { name, ...facts, oursMaskedSha256: hash(ours), theirsMaskedSha256: isNew ? null : hash(theirs) };
    });
    const own = { agentId, agentName: `Agent ${index}`, agentKey: `mc-${agentId}`, boardId: null, isMain: false };
    const entry = { kind: "right" as const, before: {}, after: {} };
    return { ...own, entry, token: "keep", resetSession: false, files, unchanged: 0, blocked: null };
  });
  const chars = [...diffs.values()].reduce((sum, diff) => sum + diff.length, 0);
  const startMs = performance.now();
  const groups = groupPlan({ agents }, ({ agentId, fileName }) => diffs.get(`${agentId} ${fileName}`));
  const tookMs = Math.round(performance.now() - startMs);
  const what = isNew ? "new files" : "one line changed";
  console.log(
    `${what}: ${diffs.size} diffs of ${agentCount} agents, ${(chars / 1e6).toFixed(1)} MB: ${groups.length} groups in ${tookMs} ms`,
  );
}
