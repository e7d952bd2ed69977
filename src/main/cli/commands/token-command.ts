import type { Command } from "commander";
import type { LightenReport } from "../../../shared/lighten.ts";
import type { TokenHashCounts } from "../../../shared/views.ts";
import { listAgentsOfGateway } from "../../database/agents.ts";
import { findByIdOrName } from "../../database/find-by-id-or-name.ts";
import { findGateway, listGateways } from "../../database/gateways.ts";
import { countTokenHashes } from "../../database/token-hash-counts.ts";
import { lightenHashes } from "../../provisioning/lighten-hashes.ts";
import { tokenHashIterations } from "../../provisioning/tokens/hash-token.ts";
import { action, type Cli, commandLine, examples, wordsOf } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withApp, withRecords } from "../open-host.ts";
import { giveUpOption } from "../run-options.ts";
import { lightenLines } from "../text/lighten-text.ts";
import { textTable } from "../text/text-table.ts";

export function addTokenCommand(program: Command, cli: Cli): void {
  const token = program
    .command("token")
    .description("count the stored hashes of agent tokens, or make them cheaper to verify");
  token
    .command("hashes")
    .description("count the hashes by iterations; Mission Control verifies one for every request of an agent")
    .option("--gateway <gateway>", "only this gateway, by name or id")
    .addHelpText("after", examples([["token hashes", "How many are heavier than needed?"]]))
    .action(action(cli, (flags: { gateway?: string }, command: Command) => showHashes(cli, command, flags)));
  token
    .command("lighten")
    .description(
      `replace hashes of more than ${iterations} iterations; each token is read from the gateway and verified first`,
    )
    .requiredOption("--gateway <gateway>", "gateway, by name or id")
    .option("--agent <agents...>", "only these agents, by name or id")
    .option("--dry-run", "show which hashes would be replaced, and why others would not; replace nothing")
    .addOption(giveUpOption())
    .addHelpText("after", `${lightenExamples}\n\n${lightenHelp}`)
    .action(action(cli, (flags: LightenFlags, command: Command) => lighten(cli, command, flags)));
}

const iterations = tokenHashIterations.toLocaleString("en-US");

const lightenExamples = examples([
  ['token lighten --gateway "My gateway" --dry-run', "Which hashes would be replaced?"],
  ['token lighten --gateway "My gateway"', "Replace them"],
]);

const lightenHelp =
  "Only the hashes in Flight Deck's records change; nothing is written to the gateway. Mission Control keeps its own\n" +
  "hashes unless the records are carried over to it. Both verify the same tokens, so agents stay logged in.\n\n" +
  "Exit codes: 0 no heavy hash is left, 1 some are left (see why), 10 a dry run found hashes to replace;\n" +
  "2, 3 and 130 as sync, and nothing is replaced.";

function showHashes(cli: Cli, command: Command, { gateway: wanted }: { gateway?: string }) {
  return withRecords(cli, command, async (database) => {
    const gateways = wanted === undefined ? listGateways(database) : [findGateway(database, wanted)];
    const countsOf = countTokenHashes(database, tokenHashIterations);
    const rows = gateways.map(({ id, name }) => ({ gatewayId: id, gatewayName: name, ...withSum(countsOf(id)) }));
    await cli.output.result({ lightIterations: tokenHashIterations, gateways: rows }, () => hashLines(cli, rows));
    return exitCodes.done;
  });
}

function withSum(counts: TokenHashCounts) {
  const { none, light, heavy, other } = counts;
  return { agents: none + light + heavy + other, ...counts };
}

type HashRow = ReturnType<typeof withSum> & { gatewayName: string };

function hashLines({ output: { columns: width, paint } }: Cli, gateways: HashRow[]): string[] {
  const withOther = gateways.some(({ other }) => other > 0);
  const numbers = [
    "Agents",
    "No hash",
    `Up to ${iterations} iterations`,
    "More",
    ...(withOther ? ["Not a token hash"] : []),
  ];
  const columns = [{ title: "Gateway" }, ...numbers.map((title) => ({ title, align: "right" as const }))];
  const rows = gateways.map(({ gatewayName, agents, none, light, heavy, other }) => [
    gatewayName,
    String(agents),
    String(none),
    String(light),
    heavy > 0 ? { text: String(heavy), style: "yellow" as const } : "0",
    ...(withOther ? [String(other)] : []),
  ]);
  return textTable({ columns, rows, width, paint });
}

type LightenFlags = { gateway: string; agent?: string[]; dryRun?: boolean; giveUpAfter: number };

function lighten(cli: Cli, command: Command, flags: LightenFlags) {
  const { gateway: wanted, agent: names, dryRun = false, giveUpAfter } = flags;
  return withApp(cli, command, { giveUpAfter }, async (app) => {
    const gateway = findGateway(app.database, wanted);
    const agents = listAgentsOfGateway(app.database, gateway.id);
    const agentIds = names?.map((name) => findByIdOrName("agent", name, agents).id) ?? null;
    const report = await lightenHashes(app, { gatewayId: gateway.id, agentIds, dryRun, signal: cli.signal });
    const again = commandLine(command, [
      ...["token", "lighten", ...wordsOf(command, "gateway", "--gateway")],
      ...(names ? ["--agent", ...names] : []),
    ]);
    await cli.output.result(report, () => lightenLines(report, { ...cli.output, again }));
    return exitCodeOf(report);
  });
}

function exitCodeOf({ agents }: LightenReport): ExitCode {
  if (agents.some(({ outcome }) => outcome === "planned")) return exitCodes.changesPending;
  return agents.some(({ outcome }) => outcome === "left") ? exitCodes.withErrors : exitCodes.done;
}
