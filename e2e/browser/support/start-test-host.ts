import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");

/** A browser host in its own process, started like an operator does. */
export type Host = {
  /** The address with its one-time token. */
  url: string;
  /** The output so far. */
  output(): string;
  stop(): Promise<void>;
};

/** Starts `src/main/serve.ts` with the built renderer, and waits for its address. */
export async function startHost(dataDir: string): Promise<Host> {
  const child = spawn(process.execPath, ["src/main/serve.ts", "--data-dir", dataDir, "--port", "0"], {
    cwd: root,
    // With CI set, no browser is opened.
    env: { ...process.env, CI: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  // Unlike "exit", it comes after the last output.
  const exited = once(child, "close");
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        printed += text;
        const [address] = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(printed) ?? [];
        if (address) resolve(address);
      });
    }
    exited.then(() => reject(new Error(`the browser host ended before it was ready:\n${printed}`)), reject);
  });
  return {
    url,
    output: () => printed,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await exited;
    },
  };
}
