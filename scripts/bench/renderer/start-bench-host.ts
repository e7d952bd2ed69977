import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { askChild, endChild } from "./ask-child.ts";
import type { HostFigures } from "./host-child.ts";

export type BenchHost = {
  url: string;
  /** The host's figures since the last request. */
  figures(): Promise<HostFigures>;
  stop(): Promise<void>;
};

/** Starts a browser host in its own process, like `npm start`. */
export async function startHost(dataDir: string): Promise<BenchHost> {
  const child = fork(fileURLToPath(new URL("host-child.ts", import.meta.url)), [dataDir], {
    execArgv: ["--max-semi-space-size=4", "--expose-gc"],
  });
  const { url } = await askChild<{ url: string }>(child);
  return { url, figures: () => askChild(child, {}), stop: () => endChild(child) };
}
