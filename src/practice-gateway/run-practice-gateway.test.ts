import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { connectTestClient } from "./test-client.ts";

test("a practice gateway in the foreground prints its address and ends cleanly on Ctrl-C", async () => {
  const script = `import { runPracticeGateway } from ${JSON.stringify(new URL("./run-practice-gateway.ts", import.meta.url).href)};
    await runPracticeGateway({ version: "2026.3.28" });`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script]);
  const exited = once(child, "exit");
  let output = "";
  for await (const chunk of child.stdout) {
    output += chunk;
    if (output.includes("Ctrl-C")) break;
  }
  const url = /ws:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? "";
  const token = /^Token\s+(\S+)$/m.exec(output)?.[1] ?? "";
  const client = await connectTestClient({ url, token });
  expect(client.hello.server.version).toBe("2026.3.28");
  await client.stop();
  child.kill("SIGINT");
  expect(await exited).toEqual([0, null]);
});
