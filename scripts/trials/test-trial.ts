import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAgentTokenStates } from "../../src/main/database/agent-token-state.ts";
import { deleteAgent, findBoardLead, listAgents, readAgent } from "../../src/main/database/agents.ts";
import { importFleet } from "../../src/main/database/import-fleet.ts";
import type { RetryPolicy } from "../../src/main/gateway/retry-clock.ts";
import { type App, openApp } from "../../src/main/open-app.ts";
import { fleetOf } from "../../src/main/provisioning/test-fixture.ts";
import { makeByHand } from "../../src/main/provisioning/test-foreign-agents.ts";
import { type PracticeGateway, startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { writeTemplates } from "./test-own-templates.ts";
import { type Edit, type ExpectedAgent, letsIn, problemsOf, tokensOf } from "./test-verify-gateway.ts";

/** Retries so quick that a trial takes seconds; a lost answer costs one second. */
export const quickRetries: RetryPolicy = {
  baseMs: 5,
  maxMs: 60,
  jitter: 0.2,
  giveUpAfterMs: 1_500,
  readAgainAfterMs: 150,
  answerLimitMs: 1_000,
};
const patientRetries: RetryPolicy = { baseMs: 10, maxMs: 100, jitter: 0.2, giveUpAfterMs: 30_000 };

/** A practice gateway, a small fleet with plain templates, and what is known of it without asking our database. */
export class Trial {
  readonly gateway: PracticeGateway;
  readonly dataDir: string;
  readonly templateFolder: string;
  readonly gatewayId: string;
  readonly boardIds: string[];
  app: App;
  revision = 1;
  readonly edits: Edit[] = [];
  /** The agents whose files someone else changed while a run was in progress. */
  readonly disturbed = new Set<string>();

  constructor(parts: Pick<Trial, "gateway" | "dataDir" | "templateFolder" | "gatewayId" | "boardIds" | "app">) {
    this.gateway = parts.gateway;
    this.dataDir = parts.dataDir;
    this.templateFolder = parts.templateFolder;
    this.gatewayId = parts.gatewayId;
    this.boardIds = parts.boardIds;
    this.app = parts.app;
  }

  /** A process of its own would find the same: everything that is in memory is lost. */
  async reopen(retryPolicy: RetryPolicy = patientRetries): Promise<void> {
    this.app.close();
    this.app = await openTrialApp(this.dataDir, this.templateFolder, retryPolicy);
  }

  changeTemplates(): void {
    this.revision += 1;
    writeTemplates(this.templateFolder, this.revision);
  }

  /** The agents of the records, with the keys and places that their roles give them. */
  get agents(): ExpectedAgent[] {
    return listAgents(this.app.database).map((agent) => {
      const { id, name, boardId, isBoardLead: isLead } = agent;
      const role = boardId === null ? `mc-gateway-${this.gatewayId}` : isLead ? `lead-${boardId}` : `mc-${id}`;
      const isAdopted = name === adopted.name;
      const key = isAdopted ? adopted.key : role;
      const workspace = isAdopted ? adopted.workspace : `/w/workspace-${key.replace(/^mc-gateway-/, "gateway-")}`;
      return { id, name, key, workspace, isLead, isAdopted };
    });
  }

  /** Words written into a file on the gateway, as a person or an agent would. */
  edit({ id, key }: ExpectedAgent, fileName: string): void {
    const words = `By hand, edit ${this.edits.length} of ${fileName}.`;
    const before = this.gateway.readFile(key, fileName) ?? "";
    this.gateway.writeFile(key, fileName, `${before}\n${words}\n`);
    this.edits.push({ agentId: id, key, fileName, words });
  }

  /** Edits that are neither on the gateway nor in a diff of a run. An agent's own memory must be on the gateway. */
  lostEdits(): string[] {
    const diffs = this.app.database.sqlite
      .prepare<[string, string], string>("SELECT diff FROM run_drift WHERE agent_id = ? AND file_name = ?")
      .pluck();
    const lost = this.edits.filter(({ agentId, key, fileName, words }) => {
      if (this.gateway.agentIds.includes(key) && this.gateway.readFile(key, fileName)?.includes(words)) return false;
      return fileName === "MEMORY.md" || !diffs.all(agentId, fileName).some((diff) => diff.includes(`-${words}`));
    });
    return lost.map(({ key, fileName }) => `an edit of ${fileName} of ${key} is lost`);
  }

  /** Agents whose token neither the current nor the pending hash lets in. */
  lockedOut(): string[] {
    const { agents } = this;
    const states = readAgentTokenStates(
      this.app.database,
      agents.map(({ id }) => id),
    );
    return agents.flatMap((agent) => {
      const hashes = [this.hashOf(agent), states.get(agent.id)?.pendingHash ?? null];
      const tokens = tokensOf(this.gateway, agent);
      const isIn =
        tokens.length === 0 ? hashes[0] === null : tokens.some((token) => hashes.some((hash) => letsIn(hash, token)));
      return isIn ? [] : [`${agent.name} is locked out`];
    });
  }

  problems(agents = this.agents): string[] {
    return agents.flatMap((agent) =>
      problemsOf(this.gateway, agent, { revision: this.revision, hash: this.hashOf(agent) }),
    );
  }

  hashOf({ id }: ExpectedAgent): string | null {
    return readAgent(this.app.database, id).agentTokenHash;
  }

  /** The gateway's owner made an agent by hand, and someone wrote a record for it. */
  addHandMade(): void {
    const { key, name, workspace } = adopted;
    const files = {
      "SOUL.md": "By hand, Pico's soul.\n",
      "MEMORY.md": "By hand, Pico's memory.\n",
      "USER.md": "Olga\n",
    };
    makeByHand(this.gateway, [{ id: key, settings: { workspace }, files }]);
    const [board_id] = this.boardIds;
    const row = {
      id: adopted.id,
      board_id,
      gateway_id: this.gatewayId,
      name,
      openclaw_session_id: `agent:${key}:main`,
    };
    importFleet(this.app.database, this.app.vault, { agents: [{ ...row, created_at: "2026-02-01T00:00:00Z" }] });
    for (const [fileName, text] of Object.entries(files).slice(0, 2))
      this.edits.push({ agentId: adopted.id, key, fileName, words: text.trim() });
  }

  /** The first board's lead is deleted before it ever was on the gateway. @returns the board */
  withoutLead(): string {
    const [boardId = ""] = this.boardIds;
    const lead = findBoardLead(this.app.database, boardId);
    if (lead) deleteAgent(this.app.database, lead.id);
    return boardId;
  }

  async close(): Promise<void> {
    this.app.close();
    await this.gateway.close();
    for (const folder of [this.dataDir, this.templateFolder]) rmSync(folder, { recursive: true, force: true });
  }
}

const adopted = {
  id: "00000000-0000-4000-8009-000000000000",
  key: "pico",
  name: "Pico",
  workspace: "/home/owner/pico",
};

export function openTrialApp(dataDir: string, templateFolder: string, retryPolicy: RetryPolicy): Promise<App> {
  return openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:8000", templateFolder, retryPolicy });
}

export async function openTrial(version: string): Promise<Trial> {
  const gateway = await startPracticeGateway({ version, rateLimits: false, restartMs: 60 });
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-trial-"));
  const templateFolder = mkdtempSync(join(tmpdir(), "flight-deck-trial-"));
  writeTemplates(templateFolder, 1);
  const app = await openTrialApp(dataDir, templateFolder, patientRetries);
  const fleet = fleetOf({ boards: 2, agents: 5, url: gateway.url, token: gateway.token, change: {} });
  importFleet(app.database, app.vault, fleet.file);
  return new Trial({ gateway, dataDir, templateFolder, ...fleet.ids, app });
}
