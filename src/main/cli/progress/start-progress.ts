import type { RunEvent } from "../../../shared/sync.ts";
import { type Paint, paintFor } from "../text/paint.ts";
import { cancellingText, liveLines } from "./live-lines.ts";
import { createPlainLines } from "./plain-lines.ts";
import { ProgressTracker } from "./progress-state.ts";

export type ProgressOptions = {
  stream: NodeJS.WriteStream;
  env: NodeJS.ProcessEnv;
  /** Board id -> name. */
  boardNames: Map<string, string>;
  /** Aborted when the operator cancels. */
  signal: AbortSignal;
};

/** Shows a run while it is in progress. `stop` clears the live display, so that the result takes its place. */
export type Progress = { onEvent: (event: RunEvent) => void; stop: () => void };

/** Shows a run's progress on a stream: a live display on a terminal, plain lines everywhere else. */
export function startProgress(options: ProgressOptions): Progress {
  const { stream, env } = options;
  const isLive = stream.isTTY === true && env.TERM !== "dumb" && !env.CI;
  return isLive ? startLive(options) : startPlain(options);
}

function startPlain({ stream, boardNames, signal }: ProgressOptions): Progress {
  const lineOf = createPlainLines(boardNames);
  const write = (line: string) => stream.write(`${line}\n`);
  const cancelling = () => write(cancellingText);
  signal.addEventListener("abort", cancelling, { once: true });
  return {
    onEvent(event) {
      const line = lineOf(event);
      if (line !== null) write(line);
    },
    stop: () => signal.removeEventListener("abort", cancelling),
  };
}

const redrawEveryMs = 100;
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";

function startLive({ stream, signal }: ProgressOptions): Progress {
  const paint: Paint = paintFor(stream);
  const progress = new ProgressTracker();
  const { state } = progress;
  let drawnLines = 0;
  const clearing = () => (drawnLines > 0 ? `\x1b[${drawnLines}A\r\x1b[J` : "");
  const draw = () => {
    if (state.gatewayName === "") return;
    // One column stays free: a full last column makes some terminals wrap.
    const lines = liveLines(state, { columns: (stream.columns || 80) - 1, nowMs: performance.now(), paint });
    // In one write, to avoid flicker.
    stream.write(`${clearing()}${lines.join("\n")}\n`);
    drawnLines = lines.length;
  };
  const cancelling = () => {
    state.isCancelling = true;
    draw();
  };
  const restore = () => stream.write(showCursor);
  signal.addEventListener("abort", cancelling, { once: true });
  // Also when the process is ended midway, so that the terminal gets its cursor back.
  process.once("exit", restore);
  stream.write(hideCursor);
  const timer = setInterval(draw, redrawEveryMs);
  return {
    onEvent(event) {
      progress.push(event, performance.now());
    },
    stop() {
      clearInterval(timer);
      signal.removeEventListener("abort", cancelling);
      process.off("exit", restore);
      stream.write(clearing() + showCursor);
    },
  };
}
