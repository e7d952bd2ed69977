import { expect, test } from "vitest";
import type { RunAgentState } from "../../../shared/run-views.ts";
import type { AgentOutcome } from "../../../shared/sync.ts";
import { outcomeOf } from "../../stores/live-run/test-run.ts";
import { skippedGroups } from "./skipped-groups.ts";

const done = (agentId: string, boardId: string, change: Partial<AgentOutcome>): RunAgentState => {
  const outcome = { ...outcomeOf(agentId, "skipped"), ...change };
  return { agentId, agentName: agentId, boardId, isMain: false, state: "done", outcome };
};

test("skipped agents are counted by their board and the reason", () => {
  const agents = [
    done("ada", "support", { reason: "paused" }),
    done("ben", "support", { reason: "paused" }),
    done("cem", "support", { reason: "being-deleted" }),
    done("dan", "sales", { outcome: "updated" }),
    done("eva", "sales", { reason: "paused" }),
  ];
  expect(skippedGroups(agents)).toEqual([
    { boardId: "support", reason: "its board is paused", count: 2 },
    { boardId: "support", reason: "Mission Control is deleting it", count: 1 },
    { boardId: "sales", reason: "its board is paused", count: 1 },
  ]);
});
