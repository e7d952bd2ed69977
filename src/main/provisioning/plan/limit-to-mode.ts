import type { LimitedMode } from "../../../shared/agent-modes.ts";
import type { FileAction } from "../../../shared/plan.ts";
import { isWritten } from "../../../shared/plan-work.ts";
import { scratchName } from "../model/observed-agent.ts";

type Due = { action: FileAction; reason: string };

/** What a run does with a file of an agent whose mode leaves something out: the rest is preserved, and the reason says so. Pure. */
export function limitToMode(
  mode: LimitedMode | undefined,
  { name, carriesToken }: { name: string; carriesToken: boolean },
  due: Due,
): Due {
  if (mode === undefined || (!isWritten(due.action) && due.action !== "blocked")) return due;
  const left = (why: string): Due => ({ action: "preserved", reason: `${why}; ${due.reason}` });
  if (mode === "watch") return left("only watched");
  if (name === scratchName) return left("the mode leaves out heartbeats");
  return carriesToken ? left("carries a token, which the mode leaves out") : due;
}
