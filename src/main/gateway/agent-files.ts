import { setTimeout as sleep } from "node:timers/promises";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { Delivery, GatewayConnection } from "./connection.ts";
import { GatewayCallError, listIn, unusableAnswer } from "./failure.ts";

/** The largest file that is fetched or written. Agents are shown some 20,000 characters of one; a message holds 25 MB in all. */
export const maxFileBytes = 1_000_000;

/** A file's facts in a listing, enough to see that it did not change. Sizes in bytes, times in ms since 1970. */
export type FileFacts = { sizeBytes: number | null; updatedAtMs: number | null };

/**
 * A managed file as read. `hash` is the gateway's own, if it gives one: a write can then name the content it expects to
 * replace.
 */
export type FileState = FileFacts & { content: string | null; hash: string | null; revision: number | null };

/** `delivery` as for `GatewayConnection.call`. */
export type WriteOptions = { signal?: AbortSignal | undefined; delivery?: Delivery };

export type WriteResult = { kind: "written"; facts: FileFacts } | { kind: "conflict" };

/** The files the gateway lists for an agent that exist; not every name that can be read is listed (docs/gateways.md). */
export type FileListing = {
  present: Map<string, FileFacts>;
  missing: Set<string>;
  /** The agent's workspace as the gateway resolves it; null if the answer does not say. */
  workspace: string | null;
};

/** @throws as `GatewayConnection.call` */
export async function listFiles(
  connection: GatewayConnection,
  agentKey: string,
  signal?: AbortSignal,
): Promise<FileListing> {
  const answer = await connection.call("agents.files.list", { agentId: agentKey }, { signal });
  const workspace = isJsonObject(answer) ? stringOrNull(answer.workspace) : null;
  const listing: FileListing = { present: new Map(), missing: new Set(), workspace };
  for (const file of listIn(answer, "files", "agents.files.list")) {
    if (!isJsonObject(file) || typeof file.name !== "string") continue;
    if (file.missing === true) listing.missing.add(file.name);
    else listing.present.set(file.name, factsOf(file));
  }
  return listing;
}

/**
 * The agent's workspace as the gateway reports it; null if it does not.
 * @throws as `GatewayConnection.call`
 */
export async function readWorkspacePath(
  connection: GatewayConnection,
  agentKey: string,
  signal?: AbortSignal,
): Promise<string | null> {
  const answer = await connection.call("agents.files.list", { agentId: agentKey }, { signal });
  return isJsonObject(answer) ? stringOrNull(answer.workspace) : null;
}

/** A gateway refuses a file that is replaced while it is read, in the same words as a link; a second try tells them apart. */
const replacedAgainAfterMs = 150;

/** @throws as `GatewayConnection.call`; GatewayCallError also when the answer has no content */
export async function readFile(
  connection: GatewayConnection,
  agentKey: string,
  name: string,
  signal?: AbortSignal,
): Promise<FileState> {
  const read = () => connection.call("agents.files.get", { agentId: agentKey, name }, { signal });
  const answer = await read().catch(async (error: unknown) => {
    if (!isNoPlainFile(error)) throw error;
    await sleep(replacedAgainAfterMs, undefined, { signal });
    return read();
  });
  const file = fileOf(answer);
  if (file.missing === true) return { content: null, hash: null, revision: null, sizeBytes: null, updatedAtMs: null };
  if (typeof file.content !== "string") {
    throw unusableAnswer("agents.files.get", `the gateway's answer for ${name} holds no content`);
  }
  const { content } = file;
  return { content, hash: stringOrNull(file.hash), revision: null, ...factsOfContent(file, content) };
}

/**
 * Writes a file. With `expectedHash` the gateway itself refuses to replace anything else. Without it, the write is not repeated
 * after an outage, because the file may have changed.
 * @throws as `GatewayConnection.call`; UnknownResultError also where it was not sent
 */
export async function writeFile(
  connection: GatewayConnection,
  write: { agentKey: string; name: string; content: string; expectedHash: string | null; ownHash: string },
  { signal, delivery }: WriteOptions = {},
): Promise<WriteResult> {
  const { agentKey, name, content, expectedHash, ownHash } = write;
  const params = { agentId: agentKey, name, content, ...(expectedHash ? { expectedHash } : {}) };
  try {
    const kind = expectedHash ? "write" : "single-write";
    const options = { kind, signal, ...(delivery ? { delivery } : {}) } as const;
    const answer = await connection.call("agents.files.set", params, options);
    return { kind: "written", facts: factsOfContent(fileOf(answer), content) };
  } catch (error) {
    const conflict = conflictOf(error);
    if (!conflict) throw error;
    // The answer to our own first try may have been lost: then the file already has our content.
    if (conflict.currentHash === ownHash) return { kind: "written", facts: { sizeBytes: null, updatedAtMs: null } };
    return { kind: "conflict" };
  }
}

/** True when the gateway does not know this agent: it was never added, or was added only just now. */
export function isUnknownAgent(error: unknown): boolean {
  return error instanceof GatewayCallError && /unknown agent id|agent ".*" not found/i.test(error.message);
}

/**
 * True when the gateway neither reads nor writes this file: it is a link or a folder, or far too large. Files whose links lead out
 * of the workspace are listed as missing, and so are folders (docs/gateways.md, Files).
 */
export function isNoPlainFile(error: unknown): error is GatewayCallError {
  return error instanceof GatewayCallError && /unsafe workspace file|symlink|symbolic link/i.test(error.message);
}

function conflictOf(error: unknown): { currentHash: string | null } | null {
  if (!(error instanceof GatewayCallError) || !isJsonObject(error.failure.details)) return null;
  const { type, currentHash } = error.failure.details;
  return type === "agent_file_conflict" ? { currentHash: stringOrNull(currentHash) } : null;
}

/** Payloads come as a bare string, `{content}` or `{file: {content}}` (docs/gateways.md, Methods used). */
function fileOf(answer: unknown): Record<string, unknown> {
  if (typeof answer === "string") return { content: answer };
  if (!isJsonObject(answer)) return {};
  return isJsonObject(answer.file) ? answer.file : answer;
}

/**
 * The facts in an answer, unless they belong to another content: the file changed between the gateway's read and its listing.
 */
function factsOfContent(file: Record<string, unknown>, content: string): FileFacts {
  const facts = factsOf(file);
  return facts.sizeBytes === Buffer.byteLength(content) ? facts : { ...facts, updatedAtMs: null };
}

export function factsOf(file: Record<string, unknown>): FileFacts {
  return {
    sizeBytes: typeof file.size === "number" ? file.size : null,
    updatedAtMs: typeof file.updatedAtMs === "number" ? file.updatedAtMs : null,
  };
}

function stringOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
