import { isWritten } from "../../../shared/plan-work.ts";
import type { KeptPair } from "../../database/written-files.ts";
import type { AgentPlan } from "../plan/plan-agent.ts";
import type { FileStep } from "../plan/plan-files.ts";

type KeptFile = { fileName: string; pair: KeptPair | null };

/**
 * The choices to record: those of the plan, and those for files that get an earlier content back, or have it already. It is kept
 * over the present rendering, so that the next sync does not replace it again. They end when either changes. Pure.
 */
export function restoredPairs({ files }: AgentPlan): KeptFile[] {
  return files.flatMap(({ name, action, oursMaskedSha256: earlier, restores, keeps }) => {
    if (keeps) return [{ fileName: name, pair: keeps }];
    const rendered = restores?.standing?.oursMaskedSha256;
    const isDue = isWritten(action) || action === "unchanged";
    if (!isDue || rendered === undefined || rendered === earlier) return [];
    return [{ fileName: name, pair: { theirsMaskedSha256: earlier, oursMaskedSha256: rendered } }];
  });
}

/** The choice from before about a file whose earlier content was not written; none if the run recorded none. Pure. */
export function pairsBefore({ name, oursMaskedSha256, restores }: FileStep): KeptFile[] {
  const rendered = restores?.standing?.oursMaskedSha256;
  if (rendered === undefined || rendered === oursMaskedSha256) return [];
  const theirsMaskedSha256 = restores?.keptBefore?.keptTheirsMaskedSha256 ?? null;
  const before = restores?.keptBefore?.keptOursMaskedSha256 ?? null;
  const hadPair = theirsMaskedSha256 !== null && before !== null;
  return [{ fileName: name, pair: hadPair ? { theirsMaskedSha256, oursMaskedSha256: before } : null }];
}
