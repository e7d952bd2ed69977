import { isUnread, type ObservedAgent } from "../model/observed-agent.ts";
import type { TokenRead } from "../model/token-read.ts";
import type { WorkspaceMove } from "../model/workspace-move.ts";
import type { KnownFile } from "../model/written-file-facts.ts";
import type { ObservedToken } from "../tokens/decide-token.ts";
import { fetchFiles, type ObserveOptions, observeAgent, tokenFileName, tokenIn } from "./observe-agent.ts";

/** An agent's files, and how its token compares with the record. */
export type Observation = { observed: ObservedAgent; token: ObservedToken };

export type ObserveWithTokenOptions = Omit<ObserveOptions, "known">;

/**
 * Reads an agent on the gateway with as few fetches as possible: no file that is as remembered, and no token that was verified
 * in such a file. Remembered files are valid only under the token they were masked with: with another token, all files are
 * fetched.
 * @throws as `GatewayConnection.call`
 */
export async function observeWithToken(
  options: ObserveWithTokenOptions,
  known: Map<string, KnownFile>,
): Promise<Observation> {
  const verified = options.tokens.lastVerified(options.agent);
  if (!verified || known.size === 0) return observeEverything(options);
  const tokenFile = tokenFileName(options.session.dialect);
  const isTokenThere = verified.inFileSha256 !== null && known.get(tokenFile)?.sha256 === verified.inFileSha256;
  const usable = isTokenThere ? known : new Map([...known].filter(([name]) => name !== tokenFile));
  return judge(options, await observeAgent({ ...options, known: usable }));
}

/**
 * The same, with these files fetched too.
 * @throws as `GatewayConnection.call`
 */
export async function observeMoreFiles(
  options: ObserveWithTokenOptions,
  { observed }: Observation,
  names: string[],
): Promise<Observation> {
  return judge(options, await fetchFiles(options, observed, names));
}

/** The same, with the token that the agent had when its change of workspace began, if the new one has none yet. */
export async function withTokenOfMove(
  options: ObserveWithTokenOptions,
  move: WorkspaceMove | undefined,
  observation: Observation,
): Promise<Observation> {
  if (!move || "inFileSha256" in observation.token || observation.token.token !== null) return observation;
  const token = await tokenIn(options, move.files.get(tokenFileName(options.session.dialect)) ?? null);
  return token === null || token.token === null ? observation : { ...observation, token };
}

async function judge(options: ObserveWithTokenOptions, observed: ObservedAgent): Promise<Observation> {
  const tokenFile = observed.files.get(tokenFileName(options.session.dialect));
  if (tokenFile?.sha256 && isUnread(tokenFile) && observed.token === null) {
    return { observed, token: { inFileSha256: tokenFile.sha256 } };
  }
  return observed.token?.matchesCurrent ? { observed, token: observed.token } : observeEverything(options);
}

async function observeEverything(options: ObserveWithTokenOptions): Promise<Observation> {
  const observed = await observeAgent(options);
  return { observed, token: observed.token ?? noToken };
}

const noToken: TokenRead = { token: null, matchesCurrent: false, matchesPending: false };
