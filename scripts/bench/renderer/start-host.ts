import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { askChild, endChild } from "./ask-child.ts";
import type { HostFigures } from "./host-child.ts";

export type BenchHost = {
  url: string;
  /** How the host fared since the last time it was asked. */
  figures(): Promise<HostFigures>;
  stop(): Promise<void>;
};

/** Starts a browser host in a process of its own, as `npm start` starts it. */
export async function startHost(dataDir: string): Promise<BenchHost> {
  const child = fork(fileURLToPath(new URL("host-child.ts", import.meta.url)), [dataDir], {
    execArgv: ["--max-semi-space-size=4", "--expose-gc"],
  });
  const { url } = await askChild<{ url: string }>(child);
  return { url, figures: () => askChild(child, {}), stop: () => endChild(child) };
}
