import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

const module = JSON.stringify(join(import.meta.dirname, "run-host.ts"));
/** Writes to a stream after its reader has gone, and must still finish. */
const workOn = (stream: "stdout" | "stderr") => `
  const { runHost } = await import(${module});
  await runHost(async ({ streams }) => {
    streams.${stream === "stdout" ? "stderr" : "stdout"}.write("ready\\n");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    for (let line = 0; line < 10; line += 1) {
      streams.${stream}.write("progress\\n");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return 5;
  });
`;

it.each(["stdout", "stderr"] as const)("continues when the reader of its %s has gone", async (stream) => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", workOn(stream)]);
  await once(stream === "stdout" ? child.stderr : child.stdout, "data");
  child[stream].destroy();
  await once(child[stream], "close");
  child.stdin.write("go\n");
  const [code] = await once(child, "exit");
  expect(code).toBe(5);
});
