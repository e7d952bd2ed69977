import { isLoss, type MirrorChange, type MirrorCounts, mostChangesShown } from "../../../shared/mirror.ts";
import { type MirroredTable, mirroredTables } from "../../database/mirror/mirrored-columns.ts";
import type { SnapshotStage } from "../../database/mirror/snapshot-stage.ts";
import type { Move } from "../../database/move-agents-with-boards.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";

const countOf = { added: "added", changed: "changed", deleted: "deleted", "left-out": "leftOut" } as const;

/** Counts what a pull does, names the first rows of each table, and gathers whose desired state it changes. */
export class PullTally {
  readonly counts: MirrorCounts = Object.fromEntries(
    mirroredTables.map(({ name }) => [name, { added: 0, changed: 0, deleted: 0, leftOut: 0 }]),
  );
  readonly changes: MirrorChange[] = [];
  readonly agentIds: string[] = [];
  readonly boardIds: string[] = [];
  readonly gatewayIds: string[] = [];
  /** Boards that got another gateway. */
  readonly movedBoardIds: string[] = [];
  /** Agents whose own records got another gateway. */
  readonly movedAgents: Move[] = [];
  /** Whether the people that agents work for may have changed. */
  people = false;
  readonly #named = new Map<string, number>();

  record(change: MirrorChange): void {
    const counts = this.counts[change.table];
    if (counts) counts[countOf[change.kind]] += 1;
    const named = this.#named.get(change.table) ?? 0;
    const isAlwaysNamed = change.kind === "deleted" && isLoss(change);
    if (named < mostChangesShown || isAlwaysNamed) this.changes.push(change);
    this.#named.set(change.table, named + 1);
  }

  /** A row got these values in these columns, or is new or gone: what is rendered from it may differ. */
  touch(table: MirroredTable, id: string, columns: readonly string[]): void {
    if (columns.every((name) => shapesNoFile[table.name]?.includes(name) ?? timesOnly.includes(name))) return;
    if (table.name === "agents") this.agentIds.push(id);
    else if (table.name === "boards") this.boardIds.push(id);
    else if (table.name === "gateways") this.gatewayIds.push(id);
    else if (table.name !== "board_memory") this.people = true;
    if (table.name === "boards" && columns.includes("gateway_id")) this.movedBoardIds.push(id);
  }
}

const timesOnly = ["created_at", "updated_at"];

/** Columns that change nothing of what an agent should be on its gateway. */
const shapesNoFile: Record<string, string[]> = {
  agents: [
    "status",
    "provision_requested_at",
    "provision_action",
    "delete_requested_at",
    "last_seen_at",
    "lifecycle_generation",
    "wake_attempts",
    "last_wake_sent_at",
    "checkin_deadline_at",
    "last_provision_error",
    ...timesOnly,
  ],
};

/** What applying a snapshot needs; all of it happens in one transaction. */
export type Application = {
  db: Database;
  vault: Vault;
  stage: SnapshotStage;
  tally: PullTally;
  /** Since the source was set: what is here may be of an older copy, such as an import. */
  isFirst: boolean;
};
