import { count } from "../text/amounts.ts";
import type { Paint } from "../text/paint.ts";
import { oneLine, shorten } from "../text/plain.ts";
import { doneOf, type ProgressState, phaseText, waitingText } from "./progress-state.ts";

export type LiveLinesOptions = { columns: number; nowMs: number; paint: Paint };

const barWidth = 24;

/** The progress of a run as the few lines that a terminal shows and redraws, each at most `columns` wide. */
export function liveLines(state: ProgressState, { columns, nowMs, paint }: LiveLinesOptions): string[] {
  const line = (text: string) => shorten(text, columns);
  const version = state.gateway?.version ? ` · OpenClaw ${oneLine(state.gateway.version)}` : "";
  const title = line(`${oneLine(state.gatewayName)}${version} · ${phaseLine(state)}`);
  const amounts = shorten(`  ${doneOf(state)}/${state.agents} agents${countsText(state)}`, columns - barWidth);
  const lines = [title, `${bar(state, paint)}${amounts}`];
  if (state.isCancelling) lines.push(paint("yellow", line(cancellingText)));
  else if (state.waiting) {
    const text = waitingText(state.waiting, state.waiting.nextTryAtMs - nowMs);
    lines.push(paint("yellow", line(oneLine(text))));
  }
  return lines;
}

export const cancellingText = "cancelling: finishing the write in flight (Ctrl-C again stops at once)";

function phaseLine({ phase, read, agents }: ProgressState): string {
  return phase === "reading" ? `${phaseText(phase)}, ${read} of ${count(agents, "agent")}` : phaseText(phase);
}

function bar(state: ProgressState, paint: Paint): string {
  const share = state.agents === 0 ? 0 : doneOf(state) / state.agents;
  const full = Math.round(Math.min(share, 1) * barWidth);
  return paint("green", "█".repeat(full)) + paint("dim", "░".repeat(barWidth - full));
}

function countsText({ counts }: ProgressState): string {
  return Object.entries(counts)
    .filter(([, amount]) => amount > 0)
    .map(([outcome, amount]) => ` · ${amount} ${outcome.replace("-", " ")}`)
    .join("");
}
