import { type Command, InvalidArgumentError } from "commander";
import { durationMs } from "../../../shared/heartbeat-values.ts";
import { findGateway } from "../../database/gateways.ts";
import { lengthenHeartbeats } from "../../operations/lengthen-heartbeats.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count } from "../text/amounts.ts";
import { oneLine } from "../text/plain.ts";

/** Adds `gateway lengthen-heartbeats`. */
export function addLengthenHeartbeats(gateway: Command, cli: Cli): void {
  gateway
    .command("lengthen-heartbeats")
    .description("give agents that wake more often a longer heartbeat interval; the next sync writes it")
    .argument("<gateway>", "name or id")
    .requiredOption("--every <interval>", "the shortest interval from now on, such as 10m or 2h", parseInterval)
    .addHelpText(
      "after",
      examples([
        ['gateway lengthen-heartbeats "My gateway" --every 10m', "When heartbeats take longer than their interval"],
      ]),
    )
    .action(
      action(cli, (wanted: string, { every: everyMinutes }: { every: number }, command: Command) =>
        withRecords(cli, command, async (database) => {
          const { id: gatewayId, name } = findGateway(database, wanted);
          const agents = lengthenHeartbeats({ database }, { gatewayId, everyMinutes });
          await cli.output.result({ gatewayId, everyMinutes, agents }, () => [
            agents.length === 0
              ? `Every agent of gateway "${oneLine(name)}" has an interval of ${everyMinutes} min or more already.`
              : `${count(agents.length, "agent")} of gateway "${oneLine(name)}" will wake every ${everyMinutes} min. The next sync writes it.`,
          ]);
          return exitCodes.done;
        }),
      ),
    );
}

function parseInterval(text: string): number {
  const intervalMs = durationMs(text);
  if (intervalMs !== null) return intervalMs / 60_000;
  throw new InvalidArgumentError("It must be a time such as 10m or 2h.");
}
