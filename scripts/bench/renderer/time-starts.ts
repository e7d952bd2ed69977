import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** Measures how long `npm start` takes to print its address, without npm itself. @returns milliseconds of each start */
export async function timeStarts(starts: number, dataDirOf: (start: number) => string): Promise<number[]> {
  const takenMs: number[] = [];
  for (let start = 0; start < starts; start += 1) takenMs.push(await timeStart(dataDirOf(start)));
  return takenMs;
}

async function timeStart(dataDir: string): Promise<number> {
  const script = fileURLToPath(new URL("../../../src/main/start.ts", import.meta.url));
  const startedAtMs = performance.now();
  const child = spawn(process.execPath, ["--max-semi-space-size=4", script, "--serve", "--data-dir", dataDir], {
    // With CI set, no browser is opened.
    env: { ...process.env, CI: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const takenMs = await new Promise<number>((resolve, reject) => {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      printed += text;
      if (printed.includes("?token=")) resolve(performance.now() - startedAtMs);
    });
    exited.then(() => reject(new Error(`the browser host ended before it was ready:\n${printed}`)), reject);
  });
  child.kill("SIGTERM");
  await exited;
  return takenMs;
}

export function median(figures: number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}
