const frames = ["|", "/", "-", "\\"];
const frameMs = 150;
const lineEveryMs = 10_000;

/**
 * Shows on stderr how far an install has got: one line that rewrites itself on a terminal, a plain line now and then otherwise.
 *
 * @param {() => number} countDone
 * @param {number} total
 * @returns {{ stop(): void }}
 */
export function showProgress(countDone, total) {
  const startedAt = Date.now();
  const text = () => `${countDone()} of ${total} packages, ${Math.round((Date.now() - startedAt) / 1000)} s`;
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
