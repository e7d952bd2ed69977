import { type AgentWake, beginWake, forgetWake, noteWakeAccepted } from "../../database/agent-wakes.ts";
import type { GroupCommit } from "../../database/group-commit.ts";
import type { Database } from "../../database/open-database.ts";
import type { WakeAct } from "../../database/schema/local-tables.ts";

/** The recorded wake-up messages, so that repeating an action after a crash wakes no agent twice. */
export type WakeBook = {
  /** The message to send for this action. Resolves when it is on disk. */
  begin(agentId: string, act: WakeAct): Promise<AgentWake>;
  accepted(wake: AgentWake): void;
  /** The next message is a new one, because this one is known not to have arrived, or its agent has been created again. */
  forget(agentId: string): void;
};

export function openWakeBook(database: Database, durable: GroupCommit): WakeBook {
  return {
    async begin(agentId, act) {
      let wake: AgentWake | undefined;
      await durable.commit(() => {
        wake = beginWake(database, agentId, act);
      });
      if (!wake) throw new Error("a commit did not run its write");
      return wake;
    },
    accepted: (wake) => noteWakeAccepted(database, wake),
    forget: (agentId) => forgetWake(database, agentId),
  };
}
