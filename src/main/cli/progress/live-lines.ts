import { count } from "../text/amounts.ts";
import type { Paint } from "../text/paint.ts";
import { oneLine, shorten } from "../text/plain.ts";
import { type ProgressState, phaseText, waitingText } from "./progress-state.ts";

export type LiveLinesOptions = { columns: number; nowMs: number; paint: Paint };

const barWidth = 24;

/** The progress of a run as the few lines that a terminal shows and redraws, each at most `columns` wide. */
export function liveLines(state: ProgressState, { columns, nowMs, paint }: LiveLinesOptions): string[] {
  const line = (text: string) => shorten(text, columns);
  const { agents, done, gateway, waiting } = state.facts;
  const version = gateway.version ? ` · OpenClaw ${oneLine(gateway.version)}` : "";
  const title = line(`${oneLine(state.gatewayName)}${version} · ${phaseLine(state)}`);
  const amounts = shorten(`  ${done}/${agents.length} agents${countsText(state)}`, columns - barWidth);
  const lines = [title, `${bar(state, paint)}${amounts}`];
  if (state.isCancelling) lines.push(paint("yellow", line(cancellingText)));
  else if (waiting) {
    const text = waitingText(waiting, waiting.nextTryAtMs - nowMs);
    lines.push(paint("yellow", line(oneLine(text))));
  }
  return lines;
}

export const cancellingText = "cancelling: finishing the write in flight (Ctrl-C again stops at once)";

function phaseLine({ read, facts: { phase, agents } }: ProgressState): string {
  return phase === "reading" ? `${phaseText(phase)}, ${read} of ${count(agents.length, "agent")}` : phaseText(phase);
}

function bar({ facts: { agents, done } }: ProgressState, paint: Paint): string {
  const share = agents.length === 0 ? 0 : done / agents.length;
  const full = Math.round(Math.min(share, 1) * barWidth);
  return paint("green", "█".repeat(full)) + paint("dim", "░".repeat(barWidth - full));
}

function countsText({ facts: { run } }: ProgressState): string {
  return Object.entries(run.counts)
    .filter(([, amount]) => amount > 0)
    .map(([outcome, amount]) => ` · ${amount} ${outcome.replace("-", " ")}`)
    .join("");
}
