import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startRealGateway } from "../real-gateway/start-real-gateway.ts";

export type BenchGateway = { url: string; token: string; workspaceRoot: string; stop(): Promise<void> };

/** The gateway to measure against: a real one, or a practice gateway in another process with a set latency. */
export async function startBenchGateway(options: {
  real: boolean;
  version: string;
  latencyMs: number;
}): Promise<BenchGateway> {
  if (options.real) {
    const { url, token, workspaceRoot, stop } = await startRealGateway({ version: options.version });
    return { url, token, workspaceRoot, stop };
  }
  const script = fileURLToPath(new URL("./practice-child.ts", import.meta.url));
  const child = fork(script, [String(options.latencyMs), options.version]);
  const [{ url, token }] = (await once(child, "message")) as [{ url: string; token: string }];
  const stop = async () => {
    child.disconnect();
    await once(child, "exit");
  };
  return { url, token, workspaceRoot: "/practice", stop };
}
