import type pg from "pg";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { MirrorRefusal } from "../../../shared/mirror-push.ts";
import { listAgentIdentities } from "../../database/agents.ts";
import { type ConflictRow, readConflicts, readMirrorVersions, saveChoice } from "../../database/mirror/outbox.ts";
import type { Database } from "../../database/open-database.ts";
import { exchangeRows } from "../push/exchange-rows.ts";
import type { ExchangeWork } from "../push/exchange-work.ts";
import { rowRefused } from "../push/explain-refusal.ts";
import { pushOutbox, requirePulled } from "../push/push-to-source.ts";
import { readSourceSchema, type SourceTable } from "../source/read-source-schema.ts";
import { claimAgents } from "./claim-agents.ts";
import type { GatewayLock } from "./gateway-lock.ts";
import { gather } from "./gather.ts";
import { type HashPush, type HashResult, pushTokenHashes } from "./push-token-hashes.ts";
import type { RunLink } from "./run-link.ts";
import { hashNotPushed, leftOf, notClaimed, resultsNotPushed } from "./run-problems.ts";

export type HashAnswer =
  | { kind: "pushed" }
  | { kind: "other-hash"; theirs: string }
  | { kind: "not-pushed"; error: FlightDeckError };

/** What a run exchanges with Mission Control's database, in the form that provisioning needs. */
export type SourceRun = {
  problems: readonly FlightDeckError[];
  lost: AbortSignal;
  claim(agentIds: readonly string[]): Promise<void>;
  otherHash(agentId: string): string | null;
  keepOurHash(agentId: string): void;
  pushTokenHash(push: HashPush): Promise<HashAnswer>;
  finish(): Promise<FlightDeckError[]>;
  close(): Promise<void>;
};

const noConflict = { otherHash: () => null, keepOurHash: () => {} };

/** Nothing is written back: the run only has the lock, and its tokens become current here. */
export function lockedRun(lock: GatewayLock): SourceRun {
  return {
    problems: [],
    lost: lock.lost,
    ...noConflict,
    claim: async () => {},
    pushTokenHash: async () => ({ kind: "pushed" }),
    finish: async () => [],
    close: () => lock.release(),
  };
}

/** The database is away, and the operator wants the run anyway. */
export function awayRun(database: Database, error: FlightDeckError): SourceRun {
  return {
    problems: [error],
    lost: new AbortController().signal,
    ...noConflict,
    claim: async () => {},
    pushTokenHash: async (push) => ({ kind: "not-pushed", error: hashNotPushed(database, push, error.message) }),
    finish: async () => [],
    close: async () => {},
  };
}

const mostHashesTogether = 200;

export type WritingRunOptions = { lock: GatewayLock; link: RunLink; gateway: { id: string; name: string } };

/**
 * Pushes what was changed here before, and takes over what was changed there in the gateway's agents; then serves the run.
 * @throws FlightDeckError mirror-unreachable, mirror-refused, mirror-schema, push-failed
 */
export async function writingRun({ lock, link, gateway }: WritingRunOptions): Promise<SourceRun> {
  const { agents, refused } = await link.use((client) => catchUp(link, client, gateway.id));
  const told = new Set(refused.map(({ id }) => id));
  const others = findOtherHashes(link.database, gateway.id);
  const claimed = new Set<string>();
  const push = gather<HashPush, HashResult>(
    (pushes) => link.use((client) => pushTokenHashes(client, link.database, pushes)),
    mostHashesTogether,
  );
  /** Brings Mission Control's marks here. What is refused stays in the outbox: the push at the end of the run reports it. */
  const exchangeClaimed = (client: pg.Client) => {
    const exchange = exchangeOf(link, client, () => {});
    return exchangeRows(exchange, agents, [...claimed]);
  };
  return {
    problems: refused.map(rowRefused),
    lost: lock.lost,
    otherHash: (agentId) => others.get(agentId)?.theirs ?? null,
    keepOurHash(agentId) {
      const conflict = others.get(agentId);
      if (!conflict) return;
      const { table, id, column, ours, theirs } = conflict;
      saveChoice(link.database, { table, id, column, ours, theirs }, "ours");
    },
    async claim(agentIds) {
      for (const id of agentIds) claimed.add(id);
      await link
        .use(async (client) => {
          await claimAgents(client, agents, agentIds, { onlyMarked: false });
          await exchangeClaimed(client);
        })
        .catch((error: unknown) => {
          throw notClaimed(gateway, error);
        });
    },
    async pushTokenHash(item) {
      try {
        return answerOf(link.database, item, await push(item));
      } catch (error) {
        return { kind: "not-pushed", error: hashNotPushed(link.database, item, messageOf(error)) };
      }
    },
    async finish() {
      if (lock.lost.aborted) return [];
      try {
        return await link.use(async (client) => {
          await claimAgents(client, agents, [...claimed], { onlyMarked: true });
          await exchangeClaimed(client);
          const report = await pushOutbox({ client, database: link.database, vault: link.vault });
          const untold = report.refused.filter(({ id }) => !told.has(id));
          return leftOf({ ...report, refused: untold }, link.database, gateway);
        });
      } catch (error) {
        return [resultsNotPushed(gateway, error)];
      }
    },
    async close() {
      await link.close();
      await lock.release();
    },
  };
}

type CaughtUp = { agents: SourceTable; refused: MirrorRefusal[] };

/**
 * Brings the agents of the gateway in line on both sides, so that the run plans with Mission Control's newest values.
 * @returns with the agents for which that failed, so that the run plans with what is here
 */
async function catchUp(link: RunLink, client: pg.Client, gatewayId: string): Promise<CaughtUp> {
  const { database, vault } = link;
  await pushOutbox({ client, database, vault });
  const { tables } = await readSourceSchema(client);
  const agents = tables.find(({ table }) => table.name === "agents");
  if (!agents) throw new Error("agents are not mirrored");
  const ids = listAgentIdentities(database, gatewayId).map(({ id }) => id);
  const { rows } = await client.query<{ id: string; version: string }>(
    `SELECT id::text, ${agents.versionSql} AS version FROM agents WHERE id = ANY($1::uuid[])`,
    [ids],
  );
  if (rows.length === 0 && ids.length > 0) await refuseEmptied(client);
  const versions = new Map(rows.map(({ id, version }) => [id.toLowerCase(), version]));
  const known = readMirrorVersions(database, "agents", ids);
  const changed = ids.filter((id) => known.has(id) && known.get(id) !== versions.get(id));
  if (changed.length > 0) requirePulled(database);
  const refused: MirrorRefusal[] = [];
  const exchange = exchangeOf(link, client, (refusal) => void refused.push(refusal));
  await exchangeRows({ ...exchange, deletesHere: true }, agents, changed);
  return { agents, refused };
}

const hashColumn = "agent_token_hash";

function findOtherHashes(database: Database, gatewayId: string): Map<string, ConflictRow> {
  const ids = listAgentIdentities(database, gatewayId).map(({ id }) => id);
  const conflicts = [...readConflicts(database, "agents", ids).values()].flat();
  const others = conflicts.filter(({ column, theirs }) => column === hashColumn && theirs !== null);
  return new Map(others.map((conflict) => [conflict.id, conflict]));
}

/** A new database has no agents at all: that is no reason to delete those here. */
async function refuseEmptied(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT FROM agents LIMIT 1");
  if (rows.length > 0) return;
  throw new FlightDeckError(
    "push-failed",
    "Mission Control's database has no agents any more.",
    hintsOf("push-failed").rightDatabase,
  );
}

function exchangeOf(
  { database, vault }: RunLink,
  client: pg.Client,
  onRefused: ExchangeWork["onRefused"],
): ExchangeWork {
  return { client, database, vault, deletesHere: false, onPushed: () => {}, onRefused };
}

function answerOf(database: Database, push: HashPush, result: HashResult): HashAnswer {
  if (result === "pushed") return { kind: "pushed" };
  if (result === "missing") {
    return { kind: "not-pushed", error: hashNotPushed(database, push, "Mission Control has no such agent.") };
  }
  return { kind: "other-hash", theirs: result.theirs };
}
