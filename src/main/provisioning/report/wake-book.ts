import { type AgentWake, beginWake, forgetWake, isOld, noteWakeAccepted } from "../../database/agent-wakes.ts";
import type { GroupCommit } from "../../database/group-commit.ts";
import type { Database } from "../../database/open-database.ts";
import type { WakeAct } from "../../database/schema/local-tables.ts";
import type { StepBook } from "./step-book.ts";

/** The recorded wake-up messages, so that repeating an action after a crash wakes no agent twice. */
export type WakeBook = {
  /** The message to send for this action. Resolves when it is on disk. */
  begin(agentId: string, act: WakeAct): Promise<BegunWake>;
  accepted(wake: AgentWake): void;
  /** The next message is a new one, because this one is known not to have arrived, or its agent has been created again. */
  forget(agentId: string): void;
};

/** `isInDoubt`: an earlier run may have sent it, so long ago that the gateway would not know it again. */
export type BegunWake = AgentWake & { isInDoubt: boolean };

type WakeBookOptions = { database: Database; durable: GroupCommit; steps: StepBook };

export function openWakeBook({ database, durable, steps }: WakeBookOptions): WakeBook {
  const forgotten = new Set<string>();
  return {
    async begin(agentId, act) {
      const earlier = forgotten.has(agentId) ? undefined : steps.earlier(agentId, "wake");
      if (earlier?.state === "done") {
        const { key, recordedAt } = earlier;
        const wake = { agentId, act, idempotencyKey: key ?? "", startedAt: recordedAt, acceptedAt: recordedAt };
        return { ...wake, isInDoubt: false };
      }
      let wake: AgentWake | undefined;
      await durable.commit(() => {
        wake = beginWake(database, { agentId, act, sentAs: earlier?.key ?? null });
        if (wake.acceptedAt === null) steps.note(agentId, "wake", wake.idempotencyKey);
      });
      if (!wake) throw new Error("a commit did not run its write");
      return { ...wake, isInDoubt: wake.idempotencyKey === earlier?.key && isOld(wake) };
    },
    accepted(wake) {
      noteWakeAccepted(database, wake);
      steps.done(wake.agentId, "wake");
    },
    forget(agentId) {
      forgotten.add(agentId);
      forgetWake(database, agentId);
      steps.takeBack(agentId, "wake");
    },
  };
}
