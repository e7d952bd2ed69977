import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type MirrorPullReport, mostChangesShown } from "../../../shared/mirror.ts";
import type { StayingAgents } from "../../../shared/orphans.ts";
import { nowTimestamp } from "../../../shared/records.ts";
import { forgetSyncStates } from "../../database/agent-sync-states.ts";
import { listAgents } from "../../database/agents.ts";
import { requireDataKey } from "../../database/data-key-id.ts";
import { findDoubts } from "../../database/doubts/find-doubts.ts";
import { fillSessionKeys } from "../../database/fill-session-keys.ts";
import { byGateway, listPlacedAgents } from "../../database/list-staying-agents.ts";
import { saveMirrorPull, setPulling } from "../../database/mirror/mirror-rows.ts";
import { readMirrorSetAt } from "../../database/mirror/mirror-source.ts";
import type { SnapshotStage } from "../../database/mirror/snapshot-stage.ts";
import { moveReplaced } from "../../database/move-agents-with-boards.ts";
import { isPulled } from "../is-pulled.ts";
import { applyDeletions } from "./apply-deletions.ts";
import { applyRows } from "./apply-rows.ts";
import { type Application, PullTally } from "./pull-tally.ts";
import type { Snapshot } from "./read-snapshot.ts";

export type PullFacts = {
  startedAt: string;
  /** `setAt` of the source that the snapshot is of. */
  setAt: string;
  isFull: boolean;
  /** The operator asked for a full pull, knowing that it may delete everything. */
  mayEmpty: boolean;
};

/**
 * Makes the records what the staged snapshot says, in one transaction: readers see the state before or after it. Changes that
 * were made here and not pushed are kept.
 * @throws FlightDeckError mirror-emptied, mirror-not-set, vault-key
 */
export function applySnapshot(
  { db, vault, stage }: Omit<Application, "tally" | "isFirst">,
  { schema, serverTime }: Snapshot,
  facts: PullFacts,
): MirrorPullReport {
  const application: Application = { db, vault, stage, tally: new PullTally(), isFirst: !isPulled(db) };
  const { tally } = application;
  const apply = db.sqlite.transaction((): MirrorPullReport => {
    if (readMirrorSetAt(db) !== facts.setAt) throw sourceChanged();
    // The stage holds secrets that were sealed when they were read.
    requireDataKey(db, vault.keyId);
    if (!facts.mayEmpty) refuseToEmpty(stage);
    setPulling(db, true);
    for (const source of schema.tables) applyRows(application, source);
    const stayingOf = findStaying(application);
    for (const source of schema.tables.toReversed()) applyDeletions(application, source.table);
    const staying = stayingOf();
    setPulling(db, false);
    for (const { id, name } of moveReplaced(db, tally.movedAgents, tally.movedBoardIds)) {
      tally.record({ table: "agents", id, name, kind: "changed", columns: ["gateway_id"], reason: null });
      tally.agentIds.push(id);
    }
    // After the pull proper: a key that Mission Control lacks goes into the outbox.
    fillSessionKeys(db);
    const { agentIds, boardIds, gatewayIds, people, counts, changes } = tally;
    if (people || agentIds.length + boardIds.length + gatewayIds.length > 0) {
      forgetSyncStates(db, people ? "all" : { agentIds, boardIds, gatewayIds });
    }
    const doubts = findDoubts(db, { gateways: gatewayIds, boards: boardIds, agents: agentIds }).slice(
      0,
      mostChangesShown,
    );
    const { startedAt, isFull } = facts;
    const pull = {
      startedAt,
      finishedAt: nowTimestamp(),
      isFull,
      counts,
      changes,
      ...(staying.length > 0 ? { staying } : {}),
      ...(doubts.length > 0 ? { doubts } : {}),
    };
    saveMirrorPull(db, { ...pull, serverTime, error: null });
    return pull;
  });
  return apply.immediate();
}

/** Reads the gateways' rosters before rows are deleted. @returns tells which of the deleted agents stay on a gateway */
function findStaying({ db, stage }: Pick<Application, "db" | "stage">): () => StayingAgents[] {
  const isDeleting = ["agents", "boards", "gateways"].some((table) => stage.listGone(table).length > 0);
  const before = isDeleting ? listPlacedAgents(db, listAgents(db)) : [];
  return () => {
    if (!isDeleting) return [];
    const left = new Set(listAgents(db).map(({ id }) => id));
    return byGateway(before.filter(({ id }) => !left.has(id)));
  };
}

/** A new or different database has none of the rows: that is no reason to delete a fleet. */
function refuseToEmpty(stage: SnapshotStage): void {
  const { known, seen } = stage.countKnown();
  if (known === 0 || seen > 0) return;
  throw new FlightDeckError(
    "mirror-emptied",
    `The database has none of the ${known} rows that were mirrored from it. Nothing was changed here.`,
    hintsOf("mirror-emptied").fullPull,
  );
}

function sourceChanged(): FlightDeckError {
  return new FlightDeckError(
    "mirror-not-set",
    "The source was changed or removed during the pull. Nothing was changed.",
    hintsOf("mirror-not-set").pullAgain,
  );
}
