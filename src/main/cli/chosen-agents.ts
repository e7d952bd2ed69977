import { Option } from "commander";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { Agent } from "../../shared/records.ts";
import { listAgents } from "../database/agents.ts";
import { findByIdOrName } from "../database/find-by-id-or-name.ts";
import type { Database } from "../database/open-database.ts";
import { agentIdsWithLabel } from "../operations/change-labels.ts";

export type ChosenFlags = { label?: string };

/** The argument of commands for several agents, and its help. */
export const agentsArgument = ["[agents...]", "agents, by name or id"] as const;

/** The option that chooses agents by their labels. */
export function labelOption(): Option {
  return new Option("--label <label>", "the agents with this label, themselves or through their boards");
}

/**
 * The agents that a command is about: those that are named, and those with the label; each once, in the order of a sync.
 * @throws FlightDeckError not-found; bad-input if none is named and no label is given
 */
export function chosenAgents(database: Database, names: readonly string[], { label }: ChosenFlags): Agent[] {
  if (names.length === 0 && label === undefined) {
    throw new FlightDeckError("bad-input", "No agent was named.", hintsOf("bad-input").nameAgents);
  }
  const agents = listAgents(database);
  const ids = new Set([
    ...names.map((name) => findByIdOrName("agent", name, agents).id),
    ...(label === undefined ? [] : agentIdsWithLabel(database, label)),
  ]);
  return agents.filter(({ id }) => ids.has(id));
}
