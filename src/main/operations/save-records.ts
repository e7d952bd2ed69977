import { forgetSyncStates, type Whose } from "../database/agent-sync-states.ts";
import type { Database } from "../database/open-database.ts";
import type { ChangeFeed, ChangeTopic } from "../runs/change-feed.ts";

/** `changes` is absent where no window can be open. */
export type RecordsServices = { database: Database; changes?: Pick<ChangeFeed, "emit"> };

export type RecordsChange = {
  /** The lists that windows load again. */
  tell: readonly ChangeTopic[];
  /** The agents whose desired state changes. */
  forget?: Whose;
};

/**
 * Writes records in one transaction, with the sync states of the agents concerned, and tells the windows. Every operation that
 * changes records goes through here.
 */
export function saveRecords<T>({ database, changes }: RecordsServices, change: RecordsChange, write: () => T): T {
  const save = database.sqlite.transaction(() => {
    const result = write();
    if (change.forget) forgetSyncStates(database, change.forget);
    return result;
  });
  const result = save.immediate();
  changes?.emit(...change.tell);
  return result;
}
