import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import type { FilePlaces } from "../../shared/dialect-names.ts";
import { FlightDeckError } from "../../shared/errors.ts";
import { type Agent, agentSchema, type Board, boardSchema, type User, userSchema } from "../../shared/records.ts";
import type { AgentRole } from "./file-sets.ts";
import { type RenderedFile, renderAgentFiles } from "./render-agent-files.ts";
import { renderContext } from "./render-context.ts";
import type { RenderContextInput } from "./render-input.ts";
import { defaultTemplateFolder, loadTemplateSet, type TemplateSet } from "./template-set.ts";
import { readToolsSection } from "./tools-section.ts";

/** Records and shortcuts for the tests of this room. */

export const organizationId = "0b000000-0000-4000-8000-000000000001";
export const gatewayId = "0c000000-0000-4000-8000-000000000001";
export const token = "tok3n-of-the_agent-0123456789abcdefghijklmno";

export function testBoard(fields: Partial<Board> = {}): Board {
  const id = "0d000000-0000-4000-8000-000000000001";
  const base = boardSchema.parse({ id, organizationId, gatewayId, name: "Website relaunch", maxAgents: 3 });
  return { ...base, ...fields };
}

export function testAgent(fields: Partial<Agent> = {}): Agent {
  const base = agentSchema.parse({ id: "0e000000-0000-4000-8000-000000000001", gatewayId, name: "Ana Torres" });
  return { ...base, ...fields };
}

export function testUser(fields: Partial<User> = {}): User {
  return { ...userSchema.parse({ id: "0f000000-0000-4000-8000-000000000001" }), ...fields };
}

export function testInput(fields: Partial<RenderContextInput> = {}): RenderContextInput {
  return {
    gateway: { workspaceRoot: "/srv/openclaw" },
    board: testBoard(),
    agent: testAgent(),
    user: testUser(),
    authToken: token,
    baseUrl: "http://127.0.0.1:8000",
    sessionKey: "agent:mc-0e000000:main",
    mainSessionKey: "agent:mc-gateway-0c000000:main",
    workspacePath: "/srv/openclaw/workspace-mc-0e000000",
    ...fields,
  };
}

/** The places of TOOLS and HEARTBEAT on older and on newer gateways. */
export const asFiles: FilePlaces = { toolsHome: "file", heartbeatHome: "file" };
export const elsewhere: FilePlaces = { toolsHome: "agents-section", heartbeatHome: "scratch" };

export const everyKind = (["worker", "lead", "main"] as const).flatMap((role) =>
  [asFiles, elsewhere].map((places) => ({ role, places, kept: places === asFiles ? "as files" : "elsewhere" })),
);

const ownSet = await loadTemplateSet();

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

/** Our own set with some templates replaced. */
export async function setWith(templates: { [name: string]: string }): Promise<TemplateSet> {
  const folder = await mkdtemp(join(tmpdir(), "flight-deck-templates-"));
  folders.push(folder);
  await cp(defaultTemplateFolder(), folder, { recursive: true });
  for (const [name, source] of Object.entries(templates)) await writeFile(join(folder, name), source);
  return loadTemplateSet(folder);
}

export type Scene = {
  role?: AgentRole;
  places?: FilePlaces;
  input?: Partial<RenderContextInput>;
  templates?: TemplateSet;
};

export function render(agent: Partial<Agent> = {}, scene: Scene = {}): Promise<RenderedFile[]> {
  const { role = "worker", places = asFiles, templates = ownSet } = scene;
  const record = testAgent({ isBoardLead: role === "lead", ...agent });
  const input = testInput({ agent: record, ...scene.input, ...(role === "main" ? { board: null } : {}) });
  const trimsLikePython = input.missionControl !== undefined;
  return renderAgentFiles({ templates, context: renderContext(input), role, places, agent: record, trimsLikePython });
}

export function contentOf(files: RenderedFile[], name: string): string {
  const file = files.find((candidate) => candidate.name === name);
  if (!file) throw new Error(`no ${name}`);
  return file.content;
}

export async function errorOf(work: Promise<unknown>): Promise<FlightDeckError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof FlightDeckError)) throw new Error("no FlightDeckError");
  return error;
}

/** The values of all AUTH_TOKEN lines in the place where the token is read from (docs/behaviour.md, Agent tokens). */
export function tokensIn(files: RenderedFile[], { toolsHome }: FilePlaces): string[] {
  const text =
    toolsHome === "file" ? contentOf(files, "TOOLS.md") : (readToolsSection(contentOf(files, "AGENTS.md")) ?? "");
  return text.split(/[\n\r\v\f\u0085\u2028\u2029]/).flatMap((line) => {
    const match = /^(?:[-*+]\s+)?`?([A-Z0-9_]+)=(.*?)`?$/.exec(line.trim());
    return match?.[1] === "AUTH_TOKEN" ? [(match[2] ?? "").trim()] : [];
  });
}
