import { z } from "zod";
import type { AdoptableAgents, AdoptionResult } from "./adoption.ts";
import { agentModes } from "./agent-modes.ts";
import { base, returns } from "./contract-base.ts";

const adoption = z.object({
  gatewayId: z.string(),
  boardId: z.string().nullable(),
  /** Null for the mode that each agent has by itself. */
  mode: z.enum(agentModes).nullable(),
  /** The agents' ids on the gateway. */
  keys: z.array(z.string()),
});

/** The part of the contract about agents that no record knows, and about how much of an adopted one is changed. */
export const adoptionContract = {
  /** Reads the files of all of them; takes a while where they are many. */
  list: base.input(z.object({ gatewayId: z.string() })).output(returns<AdoptableAgents>()),
  /** What `add` would do. Changes nothing. */
  preview: base.input(adoption).output(returns<AdoptionResult>()),
  /** Makes records; changes nothing on the gateway. */
  add: base.input(adoption).output(returns<AdoptionResult>()),
  setMode: base.input(z.object({ agentId: z.string(), mode: z.enum(agentModes) })).output(returns<null>()),
  /** The record goes to the bin, and the agent stays on its gateway as it is. */
  release: base.input(z.object({ agentId: z.string() })).output(returns<{ binId: string }>()),
};
