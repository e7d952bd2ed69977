import { isJsonObject } from "../../shared/is-json-object.ts";
import { type FileFacts, type FileListing, factsOf } from "./agent-files.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, listIn, unusableAnswer } from "./failure.ts";

/** The most entries a gateway gives at a time; folders come first, then files by name. */
const pageSize = 500;
/** A folder with more than this is not one that an agent works in, or the gateway counts wrongly. */
const mostEntries = 100_000;

/**
 * The files at the top of an agent's workspace folder. The caller decides which managed names are missing: a workspace on
 * another machine is listed as the empty folder that it is on the gateway's host.
 * @returns null when the folder does not exist
 * @throws as `GatewayConnection.call`
 */
export async function listWorkspace(
  connection: GatewayConnection,
  agentKey: string,
  signal?: AbortSignal,
): Promise<FileListing["present"] | null> {
  const entries = await listFolder(connection, { agentKey }, signal);
  return entries && new Map(entries.filter(({ isFolder }) => !isFolder).map(({ name, facts }) => [name, facts]));
}

export type FolderEntry = { name: string; isFolder: boolean; facts: FileFacts };

/**
 * The files and folders in a folder of an agent's workspace; without a path, at its top. Links and other special files are left
 * out.
 * @returns null when the folder does not exist
 * @throws as `GatewayConnection.call`
 */
export async function listFolder(
  connection: GatewayConnection,
  { agentKey, path }: { agentKey: string; path?: string },
  signal?: AbortSignal,
): Promise<FolderEntry[] | null> {
  const found: FolderEntry[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const params = { agentId: agentKey, ...(path === undefined ? {} : { path }), limit: pageSize, offset };
    const page = await readPage(connection, params, signal);
    if (page === null) return null;
    for (const entry of page.entries) {
      if (!isJsonObject(entry) || typeof entry.name !== "string") continue;
      found.push({ name: entry.name, isFolder: entry.kind !== "file", facts: factsOf(entry) });
    }
    if (offset > mostEntries) throw unusableAnswer("agents.workspace.list", endlessListing);
    if (offset + page.entries.length >= page.totalEntries || page.entries.length === 0) return found;
  }
}

const endlessListing = `the gateway lists more than ${mostEntries} entries in one folder`;

type Page = { entries: unknown[]; totalEntries: number };

async function readPage(connection: GatewayConnection, params: object, signal?: AbortSignal): Promise<Page | null> {
  try {
    const answer = await connection.call("agents.workspace.list", params, { signal });
    const entries = listIn(answer, "entries", "agents.workspace.list");
    const { totalEntries } = isJsonObject(answer) ? answer : {};
    return { entries, totalEntries: typeof totalEntries === "number" ? totalEntries : entries.length };
  } catch (error) {
    if (isMissingFolder(error)) return null;
    throw error;
  }
}

function isMissingFolder(error: unknown): boolean {
  if (!(error instanceof GatewayCallError) || !isJsonObject(error.failure.details)) return false;
  return error.failure.details.type === "workspace_path_not_found";
}
