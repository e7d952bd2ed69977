import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/**
 * What the first start of a browser host prints, with its colours, up to the result of the practice fleet's first sync. The
 * one-time token of its link is left out.
 */
export async function firstStartOutput(dataDir: string): Promise<string> {
  const child = spawn(process.execPath, ["src/main/serve.ts", "--data-dir", dataDir, "--port", "0"], {
    cwd: root,
    // With CI set, no browser is opened.
    env: { ...process.env, CI: "1", FORCE_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let output = "";
  for await (const text of child.stdout.setEncoding("utf8")) {
    output += text;
    // The last line of the result counts the calls to the gateway.
    if (/\d calls? · .*\n/.test(output)) child.kill("SIGTERM");
  }
  await exited;
  return output.replace(/(?<=\?token=)\S+/, "…");
}
