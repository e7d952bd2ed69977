import { startPracticeGateway } from "../../../src/practice-gateway/start-practice-gateway.ts";

/** A practice gateway in its own process; a message adds agents to it, all with the same token. Ends with its parent. */
export type Planting = { token: string; agents: { key: string; name: string; workspace: string }[] };

const gateway = await startPracticeGateway({ latencyMs: Number(process.argv[2] ?? 2) });

function plant({ token, agents }: Planting): void {
  const config = gateway.config();
  const entries = agents.map(({ key, name, workspace }) => [key, { name, workspace }]);
  const roster = { ownership: "explicit", entries: { main: {}, ...Object.fromEntries(entries) } };
  gateway.setConfig({ ...config, agents: { ...(config.agents as object), ...roster } });
  for (const { key, name } of agents) {
    gateway.writeFile(key, "AGENTS.md", `# ${name}\n\n## Tools\n\nAUTH_TOKEN=${token}\n`);
  }
}

process.on("message", (planting: Planting) => {
  plant(planting);
  process.send?.("planted");
});
process.on("disconnect", () => process.exit(0));
process.send?.({ url: gateway.url, token: gateway.token, workspaceRoot: gateway.workspaceRoot });
