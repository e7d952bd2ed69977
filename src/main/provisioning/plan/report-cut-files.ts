import { injectionLimits } from "../../gateway/read-injection-limits.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { injectionLimitOf } from "../../templates/check-injection-limits.ts";
import { isShown } from "../model/observed-agent.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { type CutFile, fileCut, filesCut } from "../report/sync-errors.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";

type Cut = Pick<CutFile, "name" | "chars" | "agents" | "limit">;

/**
 * Warns of files that the gateway shows an agent only in part: each file to be written, once per name, and all files of an
 * agent together if some of them are written.
 */
export function reportCutFiles(run: RunContext, session: GatewaySession, plans: readonly AgentPlan[]): void {
  const limitsOf = injectionLimits({ ...session, config: session.config.config });
  const single = new Map<string, Cut>();
  const together = new Map<string, Cut>();
  for (const plan of plans) {
    const limits = limitsOf(plan.scoped.key);
    const written = filesToWrite(plan).filter(isShown);
    for (const { name, write } of written) {
      note(single, { name, chars: write?.ours.length ?? 0, limit: injectionLimitOf(name, limits) });
    }
    const shown = plan.files.filter(isShown).map(({ name, write, charsThere }) => {
      return Math.min(write?.ours.length ?? charsThere, injectionLimitOf(name, limits));
    });
    const total = shown.reduce((sum, chars) => sum + chars, 0);
    if (written.length > 0) note(together, { name: "all files", chars: total, limit: limits.total });
  }
  for (const cut of single.values()) {
    report(run, fileCut(run.gateway, { ...cut, keepsEnd: session.hasHeartbeatJobs }), null, "warning");
  }
  for (const cut of together.values()) report(run, filesCut(run.gateway, cut), null, "warning");
}

/** Keeps the longest of each name and limit. */
function note(cuts: Map<string, Cut>, { name, chars, limit }: Omit<Cut, "agents">): void {
  if (chars <= limit) return;
  const id = `${name} ${limit}`;
  const known = cuts.get(id);
  cuts.set(id, { name, limit, chars: Math.max(known?.chars ?? 0, chars), agents: (known?.agents ?? 0) + 1 });
}
