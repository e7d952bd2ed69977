const frames = ["|", "/", "-", "\\"];
const frameMs = 150;
const lineEveryMs = 10_000;

/**
 * Shows the progress of an install on stderr: one line that is updated on a terminal, otherwise a plain line from time to
 * time.
 *
 * @param {() => number} countDone
 * @param {number} total
 * @returns {{ stop(): void }}
 */
export function showProgress(countDone, total) {
  const startedAt = Date.now();
  const text = () => {
    const done = countDone();
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    // npm looks up all packages before it unpacks the first.
    return `${done === 0 ? `looking up ${total} packages` : `${done} of ${total} packages`}, ${seconds} s`;
  };
  const terminal = process.stderr.isTTY;
  let frame = 0;
  const tick = () => {
    if (terminal) process.stderr.write(`\r\x1b[2K${frames[frame++ % frames.length]} ${text()}`);
    else process.stderr.write(`flight-deck: ${text()}\n`);
  };
  const timer = setInterval(tick, terminal ? frameMs : lineEveryMs);
  return {
    stop() {
      clearInterval(timer);
      if (terminal) process.stderr.write("\r\x1b[2K");
    },
  };
}
