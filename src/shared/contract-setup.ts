import { z } from "zod";
import { type AgentTableReport, mostTableChars } from "./agent-table.ts";
import { base, returns } from "./contract-base.ts";
import { fleetSetup, type SetupStart } from "./setup.ts";

/** The guided path from an empty installation to a fleet. */
export const setupContract = {
  start: base.output(returns<SetupStart>()),
  /** What the table would add to the board that is about to be created. */
  previewAgents: base
    .input(z.object({ text: z.string().max(mostTableChars), boardName: z.string(), leadName: z.string().nullable() }))
    .output(returns<AgentTableReport>()),
  /** Saves all of it, or nothing. */
  save: base.input(fleetSetup).output(returns<{ gatewayId: string; boardId: string }>()),
};
