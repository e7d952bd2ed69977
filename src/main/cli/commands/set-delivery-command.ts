import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { listAgents } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { findGateway } from "../../database/gateways.ts";
import type { Database } from "../../database/open-database.ts";
import { setAgentDelivery, setGatewayDelivery } from "../../operations/set-delivery.ts";
import type { Cli } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";

export const deliveries = ["last-chat", "nowhere", "as-gateway"] as const;
export type Delivery = (typeof deliveries)[number];

export type SetDeliveryOptions = { wanted: string; where: Delivery; agent: string | undefined };

const words: Record<Delivery, string> = {
  "last-chat": "in the last chat; newer gateways skip heartbeats of agents that have no chat yet",
  nowhere: "nowhere: the agents wake without a chat",
  "as-gateway": "as set for its gateway",
};

function agentsOf(database: Database, gatewayId: string) {
  return listAgents(database).filter((agent) => agent.gatewayId === gatewayId);
}

/** Sets where the heartbeats of a gateway's agents, or of one of them, are delivered. */
export function setDelivery(cli: Cli, command: Command, options: SetDeliveryOptions): Promise<ExitCode> {
  const { wanted, where, agent } = options;
  return withRecords(cli, command, async (database) => {
    const gateway = findGateway(database, wanted);
    const one = agent === undefined ? null : findByIdOrName("agent", agent, agentsOf(database, gateway.id));
    if (one) setAgentDelivery({ database }, one.id, where === "as-gateway" ? null : where === "last-chat");
    else if (where === "as-gateway") {
      throw new FlightDeckError(
        "bad-input",
        "as-gateway is for one agent, named with --agent.",
        hintsOf("bad-input").correct,
      );
    } else setGatewayDelivery({ database }, gateway.id, where === "last-chat");
    const json = { gatewayId: gateway.id, agentId: one?.id ?? null, delivery: where };
    const whose = one ? `agent "${oneLine(one.name)}"` : `the agents of gateway "${oneLine(gateway.name)}"`;
    await cli.output.result(json, () => [`Heartbeats of ${whose} answer ${words[where]}. The next sync writes it.`]);
    return exitCodes.done;
  });
}
