import { startBrowserHost } from "../../src/main/browser/start-browser-host.ts";
import { readFile, writeFile } from "../../src/main/gateway/agent-files.ts";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";

export type PracticeDesk = {
  url: string;
  /** Changes an agent's file on the gateway, as someone else would. */
  editFile(agentKey: string, name: string, change: (content: string) => string): Promise<void>;
  stop(): Promise<void>;
};

/** Starts the browser host with the practice fleet, as `npm start` does. @param dataDir an empty data folder */
export async function startPracticeDesk(dataDir: string): Promise<PracticeDesk> {
  const host = await startBrowserHost({ dataDir });
  const { connections } = host.hostedApp.services;
  return {
    url: host.url,
    async editFile(agentKey, name, change) {
      const gateway = connections.of(practiceIds.gatewayId);
      const { content } = await readFile(gateway, agentKey, name);
      await writeFile(gateway, { agentKey, name, content: change(content ?? ""), expectedHash: null, ownHash: "" });
    },
    stop: () => host.close(),
  };
}
