import type { AdoptableAgent, AdoptedAgent, AdoptedFile } from "../../shared/adoption.ts";
import { type AgentMode, leftOutSentence } from "../../shared/agent-modes.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { isJsonObject } from "../../shared/is-json-object.ts";
import type { Agent, Gateway } from "../../shared/records.ts";
import { readBoard } from "../database/boards.ts";
import type { KeptPair } from "../database/written-files.ts";
import type { HeartbeatJobs } from "../gateway/heartbeat-jobs.ts";
import type { GatewaySession } from "../gateway/session.ts";
import { scopedAgent } from "../provisioning/desired/find-scope.ts";
import type { ReadTemplates } from "../provisioning/model/agent-file-renderer.ts";
import { missingFile, type ObservedAgent } from "../provisioning/model/observed-agent.ts";
import type { ProvisioningServices } from "../provisioning/model/provisioning-services.ts";
import type { ScopedAgent } from "../provisioning/model/scoped-agent.ts";
import { sha256Hex } from "../provisioning/model/sha256-hex.ts";
import { tokenFileName } from "../provisioning/observe/observe-agent.ts";
import { observeWithToken } from "../provisioning/observe/observe-with-token.ts";
import { type Places, placeAgent } from "../provisioning/observe/read-places.ts";
import { clearedSeeds } from "../provisioning/plan/plan-agent.ts";
import { contentMark } from "../provisioning/plan/plan-files.ts";
import { maskGatewayToken, maskOtherTokens, maskToken, maskTokenLines } from "../provisioning/tokens/mask-token.ts";
import { openTokenBook } from "../provisioning/tokens/token-book.ts";
import { openTokenStore } from "../provisioning/tokens/token-store.ts";
import { newAgentRecord } from "./create-agent.ts";
import type { FoundAgent } from "./find-adoptable.ts";

/** The content of a file as it is kept as a version. */
export type AdoptedVersion = { fileName: string; maskedSha256: string; maskedText: string };

/** Everything that an adoption records of one agent. */
export type PreparedAdoption = {
  agent: Agent;
  scoped: ScopedAgent;
  mode: AgentMode;
  pairs: { fileName: string; pair: KeptPair }[];
  versions: AdoptedVersion[];
  told: AdoptedAgent;
};

export type PrepareOptions = {
  gateway: Gateway;
  session: GatewaySession;
  places: Places;
  templates: ReadTemplates;
  heartbeatJobs: HeartbeatJobs;
  boardId: string | null;
  /** Null for the mode that each agent has by itself. */
  mode: AgentMode | null;
  signal: AbortSignal;
};

/**
 * Reads an agent and renders its files as a sync would, so that what it has can be kept over exactly these renderings. Changes
 * nothing.
 * @throws FlightDeckError bad-input, template-error; and as `GatewayConnection.call`
 */
export async function prepareAdoption(
  services: ProvisioningServices,
  found: FoundAgent,
  options: PrepareOptions,
): Promise<PreparedAdoption> {
  const { adoptable, entry } = found;
  const { gateway, session, places, templates, heartbeatJobs, signal } = options;
  const mode = options.mode ?? adoptable.mode;
  const { fields, id } = placeOf(adoptable, options.boardId);
  const agent = newAgentRecord(
    {
      ...fields,
      gatewayId: gateway.id,
      name: adoptable.name,
      heartbeatConfig: isJsonObject(entry?.heartbeat) ? entry.heartbeat : null,
      identityProfile: null,
      identityTemplate: null,
      soulTemplate: null,
    },
    { ...(id === null ? {} : { id }), openclawSessionId: `agent:${adoptable.key}:main` },
  );
  const board = agent.boardId === null ? null : readBoard(services.database, agent.boardId);
  const limited = mode === "full" ? undefined : mode;
  const record = { ...scopedAgent(gateway, agent, board, limited), isMain: board === null };
  const scoped = await placeAgent(places, record, signal);
  const desired = await templates.forGateway(gateway, null)(scoped, session.dialect);
  const tokens = openTokenBook(openTokenStore({ ...services, agentIds: [agent.id], missionControl: null }));
  const names = desired.map(({ name }) => name);
  const reading = { session, key: scoped.key, inRoster: true, names, heartbeatJobs, signal, agent, tokens };
  const { observed } = await observeWithToken(reading, new Map());
  const wanted = [...desired, ...clearedSeeds({ desired, observed })];
  const compared = wanted.map(({ name: fileName, maskedContent }) => {
    const oursMaskedSha256 = sha256Hex(maskedContent);
    const theirs = observed.files.get(fileName) ?? missingFile(fileName);
    const pair = { theirsMaskedSha256: contentMark(theirs), oursMaskedSha256 };
    return { fileName, pair, verdict: verdictOn(theirs, oursMaskedSha256) };
  });
  const versions = versionsOf(session, found, observed);
  return {
    agent,
    scoped,
    mode,
    pairs: compared.filter(({ verdict }) => verdict !== "same").map(({ fileName, pair }) => ({ fileName, pair })),
    versions,
    told: {
      agentId: null,
      key: adoptable.key,
      name: agent.name,
      boardId: agent.boardId,
      mode,
      files: compared.map(({ fileName: name, verdict }) => ({ name, verdict })),
      versions: versions.map(({ fileName }) => fileName),
      next: whatIsNext(mode, found, {
        tokenFile: observed.token?.token == null ? tokenFileName(session.dialect) : null,
        workspace: scoped.workspace,
      }),
    },
  };
}

function verdictOn({ exists, maskedSha256 }: { exists: boolean; maskedSha256: string | null }, ours: string) {
  const verdict: AdoptedFile["verdict"] = maskedSha256 === ours ? "same" : exists ? "kept" : "absent";
  return verdict;
}

/** The agent's files without tokens: the managed ones as a sync masks them, and all others. */
function versionsOf(session: GatewaySession, { looked }: FoundAgent, observed: ObservedAgent): AdoptedVersion[] {
  const managed = [...observed.files.values()].flatMap(({ name, maskedSha256, maskedContent }) =>
    maskedSha256 === null || maskedContent === null
      ? []
      : [{ fileName: name, maskedSha256, maskedText: maskTokenLines(maskedContent) }],
  );
  const known = new Set(observed.files.keys());
  const { token, others } = observed.token ?? { token: null, others: [] };
  const rest = [...looked.texts].flatMap(([fileName, text]) => {
    if (known.has(fileName)) return [];
    const masked = maskToken(text, token);
    const shown = maskGatewayToken(maskOtherTokens(masked, others), session.connection.target.token);
    return [{ fileName, maskedSha256: sha256Hex(masked), maskedText: maskTokenLines(shown) }];
  });
  return [...managed, ...rest];
}

type NextSync = {
  /** The file that gets the token; null for an agent that has one. */
  tokenFile: string | null;
  /** Where its files will be. */
  workspace: string;
};

function whatIsNext(
  mode: AgentMode,
  { adoptable, entry, looked }: FoundAgent,
  { tokenFile, workspace }: NextSync,
): string[] {
  const left = leftOutSentence(mode);
  const unread = looked.unreadable.map(({ name, why }) => `${name} has no version: ${why}.`);
  if (left !== null) return [left, ...unread];
  const token =
    tokenFile === null
      ? "The next sync reads its token."
      : `The next sync gives it a token: for that, ${tokenFile} is made from the template, and what it has now stays as a version.`;
  const heartbeat = isJsonObject(entry?.heartbeat) ? [] : ["The next sync gives it a heartbeat."];
  const name = entry?.name === adoptable.name ? [] : ["The next sync gives it a name."];
  const { workspace: present } = entry ?? {};
  const moves = typeof present === "string" && present !== workspace;
  const move = moves ? [`The next sync moves its workspace from ${present} to ${workspace}, or says why not.`] : [];
  return [token, ...heartbeat, ...name, ...move, ...unread];
}

type Place = { fields: Pick<Agent, "boardId" | "isBoardLead">; id: string | null };

/** @throws FlightDeckError bad-input */
function placeOf({ key, name, place }: AdoptableAgent, boardId: string | null): Place {
  if (place.kind === "main") return { fields: { boardId: null, isBoardLead: false }, id: null };
  if (place.kind === "lead") return { fields: { boardId: place.boardId, isBoardLead: true }, id: null };
  if (boardId === null) {
    throw new FlightDeckError("bad-input", `Agent "${name}" needs a board.`, hintsOf("bad-input").boardOfOrphan);
  }
  const [, id = null] = /^mc-(?!gateway-)([0-9a-f-]{36})$/.exec(key.toLowerCase()) ?? [];
  return { fields: { boardId, isBoardLead: false }, id };
}
