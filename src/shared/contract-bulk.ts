import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import type { BulkReport, BulkStep, Conflicts, DecisionReport } from "./bulk.ts";
import { base, returns } from "./contract-base.ts";

const agents = z.object({ agentIds: z.array(z.string()).min(1).max(10_000) });
const boards = z.object({ boardIds: z.array(z.string()).min(1).max(10_000) });
const dryRun = { dryRun: z.boolean().default(false) };
const fileOf = { agentId: z.string(), fileName: z.string() };

/** The part of the contract about actions on many records. With `dryRun` they only say what they would do. */
export const bulkContract = {
  /** Moves agents to a board of their gateway: all that can move, in one transaction. */
  moveAgents: base.input(agents.extend({ boardId: z.string(), ...dryRun })).output(returns<BulkReport>()),
  previewDeletion: base.input(agents).output(returns<BulkReport>()),
  /** Deletes agents on their gateways and then their records, one after the other. `confirmCount` is the number that will be. */
  deleteAgents: base
    .input(agents.extend({ confirmCount: z.number().int(), evenIfGatewayAway: z.boolean() }))
    .output(eventIterator(returns<BulkStep>())),
  /** Deletes boards with their agents' records, in one transaction; nothing changes on a gateway. */
  deleteBoards: base
    .input(boards.extend({ confirmCount: z.number().int().nullable(), ...dryRun }))
    .output(returns<BulkReport>()),
  /** Compares agents with their gateways and answers with their files in conflict. Writes nothing there. */
  findConflicts: base.input(agents).output(returns<Conflicts>()),
  /** Keeps the gateway's versions of these files, as `agents.keepTheirs`: of a gateway's agents all, or none during a run there. */
  keepTheirs: base
    .input(
      z.object({
        files: z
          .array(
            z.object({
              ...fileOf,
              kept: z.object({ theirsMaskedSha256: z.string(), oursMaskedSha256: z.string() }),
            }),
          )
          .min(1),
      }),
    )
    .output(returns<DecisionReport>()),
  /** Writes the template versions of these files and nothing else; answers when the runs have ended. */
  takeOurs: base.input(z.object({ files: z.array(z.object(fileOf)).min(1) })).output(returns<DecisionReport>()),
};
