import { type FileListing, factsOf } from "./agent-files.ts";
import type { GatewayConnection } from "./connection.ts";
import { GatewayCallError, isObject } from "./failure.ts";

/** The most entries a gateway gives at a time; folders come first, then files by name. */
const pageSize = 500;

/**
 * The files at the top of an agent's workspace folder, whatever their names. Which managed names are missing is for the caller
 * to conclude: a workspace that lives on another machine is listed as the empty folder it is here.
 *
 * @returns null when the folder is not there
 * @throws as `GatewayConnection.call`
 */
export async function listWorkspace(
  connection: GatewayConnection,
  agentKey: string,
  signal?: AbortSignal,
): Promise<FileListing["present"] | null> {
  const present: FileListing["present"] = new Map();
  for (let offset = 0; ; offset += pageSize) {
    const page = await readPage(connection, { agentId: agentKey, limit: pageSize, offset }, signal);
    if (page === null) return null;
    for (const entry of page.entries) {
      if (isObject(entry) && entry.kind === "file" && typeof entry.name === "string") {
        present.set(entry.name, factsOf(entry));
      }
    }
    if (offset + page.entries.length >= page.totalEntries || page.entries.length === 0) return present;
  }
}

type Page = { entries: unknown[]; totalEntries: number };

async function readPage(connection: GatewayConnection, params: object, signal?: AbortSignal): Promise<Page | null> {
  try {
    const answer = await connection.call("agents.workspace.list", params, { signal });
    const { entries, totalEntries } = isObject(answer) ? answer : {};
    const list = Array.isArray(entries) ? entries : [];
    return { entries: list, totalEntries: typeof totalEntries === "number" ? totalEntries : list.length };
  } catch (error) {
    if (isMissingFolder(error)) return null;
    throw error;
  }
}

function isMissingFolder(error: unknown): boolean {
  if (!(error instanceof GatewayCallError) || !isObject(error.failure.details)) return false;
  return error.failure.details.type === "workspace_path_not_found";
}
