import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { recordFileWriteIntents, recordFileWriteResults } from "../src/main/database/file-writes.ts";
import { readGateway } from "../src/main/database/gateways.ts";
import { importFleet } from "../src/main/database/import-fleet.ts";
import { type Database, openDatabase } from "../src/main/database/open-database.ts";
import { createRun } from "../src/main/database/runs.ts";
import { classic } from "../src/main/gateway/classic.ts";
import { agentsOf, findScope } from "../src/main/provisioning/desired/find-scope.ts";
import { createRenderer } from "../src/main/provisioning/desired/render-agent.ts";
import type { DesiredFile } from "../src/main/provisioning/model/desired-file.ts";
import { sha256Hex } from "../src/main/provisioning/model/sha256-hex.ts";
import { maskTokenLines } from "../src/main/provisioning/tokens/mask-token.ts";
import { loadTemplateSet } from "../src/main/templates/template-set.ts";
import { createVault } from "../src/main/vault/vault.ts";
import { defaultBaseUrl } from "../src/shared/addresses.ts";
import { syncOptionsSchema } from "../src/shared/sync-options.ts";
import { benchFleet } from "./bench/bench-fleet.ts";

/*
 * `node scripts/bench-versions.ts [AGENTS] [VERSIONS]`: the size of a database that keeps 50 versions of six files of each of 1000
 * agents. The files are those of the default templates; each version changes one line of each, as a changed template does. 1000
 * agents take some minutes.
 */
const agentCount = Number(process.argv[2] ?? 1000);
const versionCount = Number(process.argv[3] ?? 50);
const filesEach = 6;
const vault = createVault(Buffer.alloc(32, 1));
const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-bench-"));
const database = openDatabase({ dataDir });
const where = { url: "ws://127.0.0.1:1", token: "token", workspaceRoot: "/w" };
const { file, gatewayId } = benchFleet({ agents: agentCount, ...where });
importFleet(database, vault, file);
const gateway = readGateway(database, gatewayId);
const rendered = await renderFleet();
const before = usedBytes(database);
let textBytes = 0;
for (let version = 0; version < versionCount; version += 1) {
  writeAll(version);
  // SQLite's statements are only freed between turns of the event loop.
  await nextTurn();
}
database.sqlite.pragma("wal_checkpoint(TRUNCATE)");
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const bytesOf = (name: string) =>
  database.sqlite
    .prepare<[string, string], number>(
      "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master WHERE name = ? OR tbl_name = ?)",
    )
    .pluck()
    .get(name, name) ?? 0;
const versions = database.sqlite.prepare<[], number>("SELECT count(*) FROM file_versions").pluck().get();
console.log(`${rendered.length} agents, ${filesEach} files, ${versionCount} versions: ${versions} versions`);
console.log(`text: ${mb(textBytes)}; versions and contents: ${mb(bytesOf("file_versions") + bytesOf("contents"))}`);
console.log(`journal of the runs that wrote them: ${mb(bytesOf("file_writes"))}`);
console.log(`all that was added: ${mb(usedBytes(database) - before)}`);
console.log(`the file: ${mb(statSync(join(dataDir, "flight-deck.db")).size)}`);
database.close();
rmSync(dataDir, { recursive: true });

async function renderFleet(): Promise<{ agentId: string; files: DesiredFile[] }[]> {
  const templates = await loadTemplateSet();
  const render = createRenderer({ database, templates, baseUrl: defaultBaseUrl }).forGateway(gateway, null);
  const scope = findScope(database, gateway, { ...syncOptionsSchema.parse({ gatewayId }), evenIfPaused: true });
  const agents = agentsOf({ ...scope, main: null });
  return Promise.all(
    agents.map(async (scoped) => ({
      agentId: scoped.agent.id,
      files: (await render(scoped, classic)).slice(0, filesEach),
    })),
  );
}

/** One run that writes every file of every agent. */
function writeAll(version: number): void {
  const start = { gatewayId, gatewayName: "Bench", kind: "template-sync", options: {}, startedBy: "bench" } as const;
  const runId = createRun(database, start).id;
  for (const { agentId, files } of rendered) {
    const intents = files.map(({ name, maskedContent }) => {
      const ours = textOf(maskedContent, version);
      textBytes += ours.length;
      const theirsMaskedSha256 = version === 0 ? null : sha256Hex(textOf(maskedContent, version - 1));
      const hashes = { theirsMaskedSha256, oursMaskedSha256: sha256Hex(ours) };
      const writes = { source: "written", maskedText: maskTokenLines(ours) } as const;
      return { agentId, fileName: name, ...hashes, replaces: null, writes };
    });
    database.sqlite.transaction(() => {
      recordFileWriteIntents(database, vault, runId, intents);
      const results = intents.map(({ fileName }) => ({ agentId, fileName, state: "written" }) as const);
      recordFileWriteResults(database, runId, results);
    })();
  }
}

/** The text with another rule in place of a line somewhere in it. */
function textOf(text: string, version: number): string {
  const lines = text.split("\n");
  lines[(version * 7) % lines.length] =
    `Rule ${version}: what was agreed in week ${version} holds until it is changed.`;
  return lines.join("\n");
}

function usedBytes({ sqlite }: Database): number {
  const figure = (pragma: string) => Number(sqlite.pragma(pragma, { simple: true }));
  return (figure("page_count") - figure("freelist_count")) * figure("page_size");
}
