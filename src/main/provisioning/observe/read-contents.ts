import { messageOf } from "../../../shared/errors.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { type FileListing, type FileState, listFiles, maxFileBytes, readFile } from "../../gateway/agent-files.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import { type FolderEntry, listFolder } from "../../gateway/list-workspace.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { LeftBehind, WorkspaceContents } from "../model/workspace-move.ts";

export type ReadContentsOptions = {
  session: GatewaySession;
  key: string;
  /** The workspace in the roster entry, for gateways whose answers do not have it. */
  workspace: string | undefined;
  signal?: AbortSignal | undefined;
};

/** A workspace with more entries at its top level is in use anyway. */
const mostNamed = 30;
/** The gateway's own notes about a workspace; it makes them again. */
const gatewaysOwn = new Set([".openclaw"]);

/**
 * Reads all files of an agent's workspace that the gateway serves, and lists the rest as far as the gateway does.
 * @throws as `GatewayConnection.call`
 */
export async function readContents(options: ReadContentsOptions): Promise<WorkspaceContents> {
  const { session, key, signal } = options;
  const [listing, entries] = await Promise.all([listFiles(session.connection, key, signal), listTop(options)]);
  const files = new Map<string, string>();
  const unreadable: LeftBehind[] = [];
  const reads = namesToRead(session, listing).map(async (name) => ({
    name,
    read: await readOne(options, name, listing),
  }));
  for (const { name, read } of await Promise.all(reads)) {
    if (read.kind === "text") files.set(name, read.content);
    else if (read.kind === "unreadable") unreadable.push({ name, why: read.why });
  }
  // On a disk that ignores case, both names are the same file.
  if (files.get("memory.md") === files.get("MEMORY.md")) files.delete("memory.md");
  const served = new Set([...files.keys(), ...unreadable.map(({ name }) => name)]);
  const others = entries && isSameFolder(entries, served) ? await describeOthers(options, entries, served) : null;
  return { path: listing.workspace ?? options.workspace ?? "", files, unreadable, others };
}

/** The gateway's listing does not have every name that it serves. */
function namesToRead({ dialect }: GatewaySession, { present, missing }: FileListing): string[] {
  return [...new Set([...present.keys(), ...dialect.unlistedFiles.filter((name) => !missing.has(name))])];
}

type Read = { kind: "text"; content: string } | { kind: "missing" } | { kind: "unreadable"; why: string };

async function readOne(
  { session, key, signal }: ReadContentsOptions,
  name: string,
  listing: FileListing,
): Promise<Read> {
  if ((listing.present.get(name)?.sizeBytes ?? 0) > maxFileBytes) {
    return { kind: "unreadable", why: `larger than ${spellSize(maxFileBytes)}` };
  }
  try {
    const state = await readFile(session.connection, key, name, signal);
    if (state.content === null) return { kind: "missing" };
    if (!isFaithful(state)) return { kind: "unreadable", why: "not UTF-8 text" };
    return { kind: "text", content: state.content };
  } catch (error) {
    if (!(error instanceof GatewayCallError)) throw error;
    if (!listing.present.has(name) && /unsupported file/i.test(error.message)) return { kind: "missing" };
    return { kind: "unreadable", why: messageOf(error) };
  }
}

/** Whether writing the text would produce the same file again. */
function isFaithful({ content, hash, sizeBytes }: FileState): boolean {
  if (hash !== null) return hash === sha256Hex(content ?? "");
  return sizeBytes === null || sizeBytes === Buffer.byteLength(content ?? "");
}

async function listTop({ session, key, signal }: ReadContentsOptions): Promise<FolderEntry[] | null> {
  if (!session.listsWorkspaces) return null;
  return (await listFolder(session.connection, { agentKey: key }, signal)) ?? [];
}

/** A workspace on another machine is listed as the empty folder of that name on this one. */
function isSameFolder(entries: FolderEntry[], served: Set<string>): boolean {
  const listed = new Set(entries.map(({ name }) => name));
  return [...served].every((name) => listed.has(name));
}

async function describeOthers(
  { session, key, signal }: ReadContentsOptions,
  entries: FolderEntry[],
  served: Set<string>,
): Promise<LeftBehind[]> {
  const rest = entries.filter(({ name }) => !served.has(name) && !gatewaysOwn.has(name));
  const described = rest.slice(0, mostNamed).map(async ({ name, isFolder }): Promise<LeftBehind | null> => {
    if (!isFolder) return { name, why: "not a file that the gateway lets others write" };
    const inside = await listFolder(session.connection, { agentKey: key, path: name }, signal);
    return inside?.length === 0 ? null : { name: `${name}/`, why: "a folder" };
  });
  const named = (await Promise.all(described)).filter((left) => left !== null);
  const more = rest.length - mostNamed;
  return more > 0 ? [...named, { name: `${more} more`, why: "not listed here" }] : named;
}
