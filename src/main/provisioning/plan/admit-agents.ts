import { comparable, findClashes, type Tenant } from "../../../shared/find-clashes.ts";
import { agentKey, isOwnKeyOf, workspaceOf } from "../../../shared/identity.ts";
import type { Adoption, Plan } from "../../../shared/plan.ts";
import type { AgentIdentity } from "../../database/agents.ts";
import { GatewayCallError } from "../../gateway/failure.ts";
import type { GatewaySession } from "../../gateway/session.ts";
import type { ScopedAgent } from "../model/scoped-agent.ts";
import { sideBySide } from "../model/side-by-side.ts";
import { fetchFile, tokenFileName } from "../observe/observe-agent.ts";
import { isDefaultAgent, listStrangers, type Places, placeAgent, readPlaces } from "../observe/read-places.ts";
import { clashing, notOurs, whyNotAdmitted } from "../report/identity-errors.ts";
import type { OwnedBook } from "../report/owned-book.ts";
import { endsRun, type RunContext, recordOutcome, report } from "../report/run-context.ts";
import { outcomeRow } from "../report/run-tally.ts";

export type AdmitAgentsOptions = {
  run: RunContext;
  session: GatewaySession;
  /** The agents of the run. */
  agents: ScopedAgent[];
  /** Every record of the gateway, oldest first. */
  records: AgentIdentity[];
  owned: OwnedBook;
  /** The plan being applied, which says which agents are adopted. */
  saved: Plan | null;
};

/**
 * Finds where each agent is on the gateway, and leaves out those that we may not write: agents that would share an agent or a
 * workspace with another, and agents made by others, unless they are to be adopted. These are recorded as failed here.
 * @returns the other agents, as they are on the gateway
 * @throws what ends the run
 */
export async function admitAgents(options: AdmitAgentsOptions): Promise<ScopedAgent[]> {
  const { run, session, agents, records } = options;
  const { signal, gateway } = run;
  const places = await readPlaces(gateway, session, agents, signal);
  const placed = await sideBySide(agents, (scoped) => placeAgent(places, scoped, signal));
  const clashes = findClashes(await listTenants(places, records, placed, signal));
  const admitted = await sideBySide(placed, async (scoped) => {
    try {
      const clash = clashes.get(scoped.agent.id);
      if (clash) throw clashing(gateway, scoped, clash);
      return await admitOne(options, places, scoped);
    } catch (error) {
      if (endsRun(run, error)) throw error;
      report(run, error, scoped);
      recordOutcome(run, outcomeRow(scoped, "failed", whyNotAdmitted(error)));
      return null;
    }
  });
  return admitted.filter((scoped) => scoped !== null);
}

/** All agents with a claim on this gateway, records by age. */
async function listTenants(
  places: Places,
  records: AgentIdentity[],
  placed: ScopedAgent[],
  signal: AbortSignal,
): Promise<Tenant[]> {
  const inScope = new Map(placed.map((scoped) => [scoped.agent.id, scoped]));
  const tenants = records.map((record): Tenant => {
    const key = agentKey(record);
    const entry = places.roster.get(key.toLowerCase())?.entry;
    const scoped = inScope.get(record.id);
    const workspace = scoped?.workspace ?? workspaceOf(places.gateway, { id: record.id, key }, entry);
    const livesThere = typeof entry?.workspace === "string" && comparable(entry.workspace) === comparable(workspace);
    return {
      key,
      name: record.name,
      workspace,
      agentId: record.id,
      isThere: livesThere || scoped?.foreign !== undefined,
    };
  });
  const keys = tenants.map(({ key }) => key);
  const wanted = placed.map(({ workspace }) => workspace);
  return [...tenants, ...(await listStrangers(places, keys, wanted, signal))];
}

/** @throws FlightDeckError agent-not-ours */
async function admitOne(options: AdmitAgentsOptions, places: Places, scoped: ScopedAgent): Promise<ScopedAgent> {
  const { foreign } = scoped;
  // Nothing is ever written to one that is only watched. A mode alone says nothing about whose an agent is: imports have it too.
  if (!foreign || scoped.mode === "watch" || isOwnKeyOf(scoped.agent, scoped.key)) return scoped;
  if (options.owned.owns(scoped) || (await namesRecord(options, scoped))) return scoped;
  const adopts = isDefaultAgent(places, scoped.key) ? "default-agent" : "agent";
  if (!mayAdopt(options, scoped, adopts)) throw notOurs(scoped, adopts);
  return { ...scoped, foreign: { ...foreign, adopts } };
}

function mayAdopt({ run, saved }: AdmitAgentsOptions, { agent, mode }: ScopedAgent, adoption: Adoption): boolean {
  // What its files have would not be protected: adopting it anew does that.
  if (mode !== undefined) return false;
  if (saved) return saved.agents.find(({ agentId }) => agentId === agent.id)?.adopts === adoption;
  return adoption === "agent" ? run.options.adopt : run.options.adoptDefault;
}

/**
 * Whether the agent's token file contains the id of this record. Then it was rendered for it, by a Flight Deck whose notes we
 * do not have: this database may be a restored copy.
 */
async function namesRecord({ run, session }: AdmitAgentsOptions, { agent, key }: ScopedAgent): Promise<boolean> {
  try {
    const { content } = await fetchFile(session, key, tokenFileName(session.dialect), run.signal);
    return content?.includes(agent.id) ?? false;
  } catch (error) {
    if (error instanceof GatewayCallError) return false;
    throw error;
  }
}
