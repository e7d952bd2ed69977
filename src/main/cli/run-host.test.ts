import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

const module = JSON.stringify(join(import.meta.dirname, "run-host.ts"));
/** Writes to stderr after its reader has gone, and must still finish. */
const work = `
  const { runHost } = await import(${module});
  await runHost(async ({ streams }) => {
    streams.stdout.write("ready\\n");
    await new Promise((resolve) => process.stdin.once("data", resolve));
    for (let line = 0; line < 10; line += 1) {
      streams.stderr.write("progress\\n");
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return 5;
  });
`;

it("continues when the reader of its progress has gone", async () => {
  const child = spawn(process.execPath, ["--input-type=module", "-e", work]);
  await once(child.stdout, "data");
  child.stderr.destroy();
  await once(child.stderr, "close");
  child.stdin.write("go\n");
  const [code] = await once(child, "exit");
  expect(code).toBe(5);
});
