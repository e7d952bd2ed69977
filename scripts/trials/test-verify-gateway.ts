import { pbkdf2Sync, timingSafeEqual } from "node:crypto";
import type { PracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { expectedLines } from "./test-own-templates.ts";

/** An agent as its record and its role say that it must be on the gateway. */
export type ExpectedAgent = {
  id: string;
  name: string;
  key: string;
  workspace: string;
  isLead: boolean;
  /** Made by hand and adopted: its MEMORY and USER are its own. */
  isAdopted: boolean;
};

/** Words that someone wrote into a file of an agent. */
export type Edit = { agentId: string; key: string; fileName: string; words: string };

type Entry = { name?: unknown; workspace?: unknown; heartbeat?: unknown };

/** The roster entries under a key; more than one is a fault. Reads the practice gateway, and nothing of ours. */
export function entriesOf(gateway: PracticeGateway, key: string): Entry[] {
  const { list = [], entries = {} } = gateway.config().agents as {
    list?: (Entry & { id: string })[];
    entries?: { [id: string]: Entry };
  };
  return [...list.filter(({ id }) => id === key), ...(entries[key] ? [entries[key]] : [])];
}

/** The tokens in the file that an agent reads its token from. */
export function tokensOf(gateway: PracticeGateway, { key }: ExpectedAgent): string[] {
  if (!gateway.agentIds.includes(key)) return [];
  const text = gateway.readFile(key, hasToolsFile(gateway) ? "TOOLS.md" : "AGENTS.md") ?? "";
  return [...text.matchAll(/^AUTH_TOKEN=(\S+)$/gm)].map(([, token = ""]) => token);
}

/** Whether Mission Control lets a token in, by the hash in its records: its own way of hashing, written again. */
export function letsIn(hash: string | null, token: string): boolean {
  const [scheme, iterations, salt = "", digest = ""] = (hash ?? "").split("$");
  if (scheme !== "pbkdf2_sha256") return false;
  const expected = Buffer.from(digest, "base64url");
  const made = pbkdf2Sync(token, Buffer.from(salt, "base64url"), Number(iterations), expected.length, "sha256");
  return timingSafeEqual(made, expected);
}

/** What is wrong with an agent on the gateway, in sentences; empty if nothing is. */
export function problemsOf(
  gateway: PracticeGateway,
  agent: ExpectedAgent,
  options: { revision: number; hash: string | null },
): string[] {
  const { key, name } = agent;
  const found = entriesOf(gateway, key);
  if (found.length !== 1) return [`${name}: ${found.length} roster entries`];
  const problems: string[] = [];
  const [entry] = found;
  if (entry?.name !== name && !agent.isAdopted) problems.push(`entry is named ${JSON.stringify(entry?.name)}`);
  if (entry?.workspace !== agent.workspace) problems.push(`entry has workspace ${JSON.stringify(entry?.workspace)}`);
  if (!entry?.heartbeat) problems.push("entry has no heartbeat");
  problems.push(...filesWrong(gateway, agent, options.revision));
  const tokens = tokensOf(gateway, agent);
  if (new Set(tokens).size !== 1) problems.push(`${tokens.length} tokens in its file`);
  else if (!letsIn(options.hash, tokens[0] ?? "")) problems.push("its token is not let in");
  return problems.map((problem) => `${name}: ${problem}`);
}

/** From 2026.9.3 on the gateway has no TOOLS.md and no HEARTBEAT.md; between, the dialect decides. */
function hasToolsFile({ version }: PracticeGateway): boolean {
  const [, month = 0] = version.split(".").map(Number);
  return month < 8;
}

const agentsOwn = ["USER", "MEMORY"];

function filesWrong(gateway: PracticeGateway, agent: ExpectedAgent, revision: number): string[] {
  const { key, id, name } = agent;
  const isClassic = hasToolsFile(gateway);
  const textOf = (file: string) => {
    if (!isClassic && file === "TOOLS") return gateway.readFile(key, "AGENTS.md");
    if (!isClassic && file === "HEARTBEAT") return gateway.readScratch(key)?.content;
    return gateway.readFile(key, `${file}.md`);
  };
  const values = { agent_name: name, agent_id: id };
  const managed = ["AGENTS", "SOUL", "TOOLS", "IDENTITY", "HEARTBEAT"].flatMap((file) => {
    const text = textOf(file);
    if (text === undefined) return [`${file} is missing`];
    const lines = text.split("\n");
    const missing = expectedLines(file, revision, values).filter((line) => !lines.includes(line));
    const old = lines.filter((line) => /^Revision \d+\.$/.test(line) && line !== `Revision ${revision}.`);
    return [...missing.map((line) => `${file} has no line "${line}"`), ...old.map((line) => `${file} has "${line}"`)];
  });
  const own = agentsOwn.filter((file) => textOf(file) === undefined).map((file) => `${file} is missing`);
  return [...managed, ...own];
}
