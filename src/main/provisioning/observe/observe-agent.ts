import type { Agent } from "../../../shared/records.ts";
import {
  type FileFacts,
  type FileListing,
  type FileState,
  isNoPlainFile,
  listFiles,
  maxFileBytes,
  readFile,
} from "../../gateway/agent-files.ts";
import { type HeartbeatJobs, heartbeatJobOf } from "../../gateway/heartbeat-jobs.ts";
import { readScratch } from "../../gateway/heartbeat-scratch.ts";
import { listWorkspace } from "../../gateway/list-workspace.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import {
  isUnread,
  missingFile,
  type ObservedAgent,
  type ObservedFile,
  scratchName,
  tooLargeFile,
} from "../model/observed-agent.ts";
import { bootstrapName, mayBeSeed } from "../model/openclaw-seeds.ts";
import { sha256Hex } from "../model/sha256-hex.ts";
import type { KnownFile } from "../model/written-file-facts.ts";
import { findCandidates } from "../tokens/find-candidates.ts";
import { managerIn } from "../tokens/manager-mark.ts";
import { maskGatewayToken, maskOtherTokens, maskToken } from "../tokens/mask-token.ts";
import type { TokenBook } from "../tokens/token-book.ts";

/** The file with an agent's token, by dialect. */
export function tokenFileName(dialect: GatewaySession["dialect"]): string {
  return dialect.toolsHome === "file" ? "TOOLS.md" : "AGENTS.md";
}

export type ObserveOptions = {
  session: GatewaySession;
  key: string;
  agent: Agent;
  tokens: TokenBook;
  inRoster: boolean;
  /** The managed names of the agent's role; may resolve while the agent is being listed. */
  names: string[] | Promise<string[]>;
  heartbeatJobs: HeartbeatJobs | Promise<HeartbeatJobs>;
  /** Files that need not be fetched while they are as remembered, under the agent's present token. None by default. */
  known?: Map<string, KnownFile>;
  signal?: AbortSignal | undefined;
};

type SeenState = FileState & Pick<ObservedFile, "refusal">;
type States = Map<string, SeenState>;

/**
 * Reads one agent's managed files and token on the gateway. Takes one listing, one call for a heartbeat scratch, and one call
 * per file that is not `known` or may have changed. For new content the token is read too, because the content cannot be masked
 * without it.
 * @throws as `GatewayConnection.call`
 */
export async function observeAgent(options: ObserveOptions): Promise<ObservedAgent> {
  const { key, inRoster } = options;
  const empty: ObservedAgent = { key, inRoster, files: new Map(), token: null, unavailable: new Set() };
  if (!inRoster) return empty;
  const [listing, scratch, names] = await Promise.all([list(options), readOwnScratch(options), options.names]);
  const isAsKnown = (name: string) => isSame(listing.present.get(name), options.known?.get(name));
  const inFiles = names.filter((name) => name !== scratchName);
  const unread = inFiles.filter(isAsKnown);
  // A file that is as remembered confirms a wide listing: it lists the folder that files are read from and written to.
  const isComplete = listing.isWide && unread.length > 0;
  const isGone = (name: string) => listing.missing.has(name) || (isComplete && !listing.present.has(name));
  const isLarge = (name: string) => (listing.present.get(name)?.sizeBytes ?? 0) > maxFileBytes;
  const toRead = inFiles.filter((name) => !isAsKnown(name) && !isGone(name) && !isLarge(name));
  const states = await readStates(options, [...toRead, ...seedsToRead(listing, names)]);
  if (scratch) states.set(scratchName, scratch);
  const files = new Map(names.map((name) => [name, missingFile(name)]));
  for (const name of unread) files.set(name, rememberedFile(name, options.known?.get(name)));
  for (const name of inFiles.filter((each) => isLarge(each) && !isAsKnown(each))) {
    files.set(name, tooLargeFile(name, listing.present.get(name) ?? { sizeBytes: null, updatedAtMs: null }));
  }
  const unavailable = new Set(names.filter((name) => name === scratchName && !scratch));
  return withStates(options, { ...empty, files, unavailable }, states);
}

/** OpenClaw's own BOOTSTRAP.md, in the workspace of an agent that has none of ours. */
function seedsToRead({ present }: Listing, names: readonly string[]): string[] {
  const sizeBytes = present.get(bootstrapName)?.sizeBytes ?? null;
  return !names.includes(bootstrapName) && mayBeSeed(bootstrapName, sizeBytes) ? [bootstrapName] : [];
}

/**
 * The same agent with these files and its token fetched too.
 * @throws as `GatewayConnection.call`
 */
export async function fetchFiles(
  options: ObserveOptions,
  observed: ObservedAgent,
  names: string[],
): Promise<ObservedAgent> {
  const states = await readStates(options, names);
  return withStates({ ...options, known: new Map() }, observed, states);
}

/**
 * Reads a file, and learns from the answer whether this gateway guards writes.
 * @throws as `GatewayConnection.call`
 */
export async function fetchFile(
  session: GatewaySession,
  key: string,
  name: string,
  signal?: AbortSignal,
): Promise<FileState> {
  const state = await readFile(session.connection, key, name, signal);
  if (state.content !== null) session.guardsWrites = Promise.resolve(state.hash !== null);
  return state;
}

type Listing = Omit<FileListing, "workspace"> & {
  /** It lists every file, not only some names. */
  isWide: boolean;
};

async function list({ session, key, known, signal }: ObserveOptions): Promise<Listing> {
  const { connection, dialect, listsWorkspaces } = session;
  const isWide = listsWorkspaces && !dialect.listsEveryFile && known !== undefined && known.size > 0;
  const present = isWide ? await listWorkspace(connection, key, signal) : null;
  if (present) return { present, missing: new Set(), isWide };
  return { ...(await listFiles(connection, key, signal)), isWide: false };
}

async function readOwnScratch({
  session,
  key,
  names,
  heartbeatJobs,
  signal,
}: ObserveOptions): Promise<FileState | null> {
  const jobId = (await names).includes(scratchName) ? heartbeatJobOf(await heartbeatJobs, key) : undefined;
  return jobId === undefined ? null : readScratch(session.connection, jobId, signal);
}

async function readStates({ session, key, heartbeatJobs, signal }: ObserveOptions, names: string[]): Promise<States> {
  const jobId = names.includes(scratchName) ? heartbeatJobOf(await heartbeatJobs, key) : undefined;
  const reads = names.map(
    async (name): Promise<[string, SeenState]> => [
      name,
      name === scratchName && jobId !== undefined
        ? await readScratch(session.connection, jobId, signal)
        : await fetchFile(session, key, name, signal).catch(refusedState),
    ],
  );
  return new Map(await Promise.all(reads));
}

/** @throws everything but the refusal of a file that is no plain file */
function refusedState(error: unknown): SeenState {
  if (!isNoPlainFile(error)) throw error;
  return { content: null, hash: null, revision: null, sizeBytes: null, updatedAtMs: null, refusal: error.message };
}

/** Adds the files that were read to `observed`, with the token masked; reads the token first if masking needs it. */
async function withStates(options: ObserveOptions, observed: ObservedAgent, states: States): Promise<ObservedAgent> {
  const { session, known, signal } = options;
  const tokenFile = tokenFileName(session.dialect);
  const isNew = ([name, state]: [string, FileState]) =>
    state.content !== null && !isKnownContent(state, known?.get(name));
  if (isUnread(observed.files.get(tokenFile)) && !states.has(tokenFile) && [...states].some(isNew)) {
    states.set(tokenFile, await fetchFile(session, options.key, tokenFile, signal));
  }
  const token = states.has(tokenFile) ? await tokenIn(options, states.get(tokenFile)?.content ?? null) : observed.token;
  const files = new Map(observed.files);
  for (const [name, state] of states) files.set(name, observedFile(session, name, state, token, known?.get(name)));
  return { ...observed, files, token };
}

export type TokenInOptions = Pick<ObserveOptions, "session" | "agent" | "tokens">;

/** The token in the content of the token file, compared with what is stored for the agent. */
export async function tokenIn(
  { session, agent, tokens }: TokenInOptions,
  content: string | null,
): Promise<ObservedAgent["token"]> {
  if (content === null) return null;
  const candidates = findCandidates(content, session.dialect.toolsHome);
  const token = await tokens.observe(agent, { candidates, fileSha256: sha256Hex(content) });
  return { ...token, manager: managerIn(content), others: candidates.words.filter((word) => word !== token.token) };
}

function observedFile(
  { connection }: GatewaySession,
  name: string,
  state: SeenState,
  token: ObservedAgent["token"],
  known: KnownFile | undefined,
): ObservedFile {
  const { content, hash: gatewayHash, revision, sizeBytes, updatedAtMs, refusal } = state;
  if (content === null) return { ...missingFile(name, revision), ...(refusal === undefined ? {} : { refusal }) };
  const facts = { sizeBytes, updatedAtMs };
  // Entries that are not files are listed without their size.
  const contentBytes = Buffer.byteLength(content);
  if (contentBytes > maxFileBytes) return tooLargeFile(name, { ...facts, sizeBytes: contentBytes }, revision);
  if (known && isKnownContent(state, known)) return { ...rememberedFile(name, known), gatewayHash, revision, facts };
  const withoutToken = maskToken(content, token?.token ?? null);
  const maskedSha256 = sha256Hex(withoutToken);
  const withoutOthers = maskOtherTokens(withoutToken, token?.others ?? []);
  const maskedContent = maskGatewayToken(withoutOthers, connection.target.token);
  const sha256 = sha256Hex(content);
  return { name, exists: true, sha256, gatewayHash, maskedSha256, maskedContent, revision, facts };
}

function rememberedFile(name: string, known: KnownFile | undefined): ObservedFile {
  if (!known) return missingFile(name);
  const { sha256, maskedSha256, sizeBytes, updatedAtMs } = known;
  const facts = { sizeBytes, updatedAtMs };
  return { ...missingFile(name), exists: true, sha256, maskedSha256, facts };
}

/** Size and time are both known, and both as remembered. */
function isSame(listed: FileFacts | undefined, known: KnownFile | undefined): boolean {
  return (
    listed !== undefined &&
    known !== undefined &&
    known.sizeBytes !== null &&
    known.updatedAtMs !== null &&
    listed.sizeBytes === known.sizeBytes &&
    listed.updatedAtMs === known.updatedAtMs
  );
}

/** A remembered file without a time is void: it was masked with another token. */
function isKnownContent(state: FileState, known: KnownFile | undefined): boolean {
  return (
    known !== undefined &&
    known.updatedAtMs !== null &&
    state.content !== null &&
    sha256Hex(state.content) === known.sha256
  );
}
