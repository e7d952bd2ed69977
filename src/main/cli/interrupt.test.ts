import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";

const module = JSON.stringify(join(import.meta.dirname, "interrupt.ts"));
/** A process that ignores being cancelled, and prints when it was. */
const stubborn = `
  const { listenForInterrupt } = await import(${module});
  listenForInterrupt().addEventListener("abort", () => console.log("cancelled"));
  setInterval(() => {}, 1000);
  console.log("ready");
`;

const started: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

async function start() {
  const child = spawn(process.execPath, ["--input-type=module", "-e", stubborn]);
  started.push(child);
  let said = "";
  const heard = async (word: string) => {
    while (!said.includes(word)) said += String(await once(child.stdout, "data"));
  };
  await heard("ready");
  return { child, heard };
}

it("cancels at the first signal and ends the process at the second", async () => {
  const { child, heard } = await start();
  child.kill("SIGINT");
  await heard("cancelled");
  const exited = once(child, "exit");
  const again = setInterval(() => child.kill("SIGINT"), 150);
  const [code] = await exited;
  clearInterval(again);
  expect(code).toBe(130);
});

it("takes a signal that npm passes on with the one of the terminal for one key press", async () => {
  const { child, heard } = await start();
  const cancelled = heard("cancelled");
  child.kill("SIGINT");
  child.kill("SIGTERM");
  await cancelled;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(child.exitCode).toBeNull();
});
