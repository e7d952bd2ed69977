import type { GatewaySession } from "../../gateway/session.ts";
import { injectionLimitOf } from "../../templates/check-injection-limits.ts";
import { scratchName } from "../model/observed-agent.ts";
import { type RunContext, report } from "../report/run-context.ts";
import { fileCut } from "../report/sync-errors.ts";
import { type AgentPlan, filesToWrite } from "./plan-agent.ts";

/** Warns, once per file name, of files to be written of which the gateway shows an agent only a part. */
export function reportCutFiles(run: RunContext, session: GatewaySession, plans: readonly AgentPlan[]): void {
  const longest = new Map<string, { chars: number; agents: number }>();
  for (const plan of plans) {
    for (const { name, write } of filesToWrite(plan)) {
      const chars = write?.ours.length ?? 0;
      if (name === scratchName || chars <= injectionLimitOf(name)) continue;
      const known = longest.get(name) ?? { chars: 0, agents: 0 };
      longest.set(name, { chars: Math.max(known.chars, chars), agents: known.agents + 1 });
    }
  }
  for (const [name, { chars, agents }] of longest) {
    const cut = { name, chars, agents, limit: injectionLimitOf(name), keepsEnd: session.hasHeartbeatJobs };
    report(run, fileCut(run.gateway, cut), null, "warning");
  }
}
