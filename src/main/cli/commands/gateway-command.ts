import { Argument, type Command, Option } from "commander";
import { printableAddress } from "../../../shared/addresses.ts";
import { type BaseUrlCheck, baseUrlText, mayBeRight } from "../../../shared/base-url-check.ts";
import { hintForTerminal } from "../../../shared/hint-words.ts";
import type { Orphan } from "../../../shared/orphans.ts";
import { findDoubtsOf } from "../../database/doubts/find-doubts.ts";
import { findGateway } from "../../database/gateways.ts";
import { listOrphans } from "../../database/list-orphans.ts";
import { checkGateway, checkStages, type GatewayCheck } from "../../gateway/check.ts";
import { checkBaseUrl } from "../../operations/check-base-url.ts";
import { storeFindings } from "../../operations/store-findings.ts";
import { ensureGatewayAgent } from "../../provisioning/ensure-gateway-agent.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { showEnsured } from "../ensured.ts";
import { exitCodes } from "../exit-codes.ts";
import { withApp } from "../open-host.ts";
import type { Output } from "../output.ts";
import { type RunFlags, runOptions } from "../run-options.ts";
import { startedBy, withProgress } from "../run-result.ts";
import { count } from "../text/amounts.ts";
import { doubtLines } from "../text/doubt-lines.ts";
import { moreAboutError } from "../text/more-about-error.ts";
import type { Paint } from "../text/paint.ts";
import { oneLine, wrap } from "../text/plain.ts";
import { type EditGatewayFlags, editGateway } from "./edit-gateway.ts";
import { addLengthenHeartbeats } from "./lengthen-heartbeats-command.ts";
import { addOrphanCommands } from "./orphan-commands.ts";
import { type Delivery, deliveries, setDelivery } from "./set-delivery-command.ts";
import { type SetTokenFlags, setGatewayToken } from "./set-gateway-token.ts";

export function addGatewayCommand(program: Command, cli: Cli): void {
  const gateway = program
    .command("gateway")
    .description("check or edit a gateway, store its token, create its main agent, or handle agents without a record");
  gateway
    .command("check")
    .description("connect to a gateway once, stage by stage; reports which stage fails and what to do (exit 3)")
    .argument("<gateway>", "name or id")
    .addHelpText(
      "after",
      examples([['gateway check "My gateway"', "Gateway, its agents' heartbeats, and their base URL"]]),
    )
    .action(action(cli, (wanted: string, _flags: object, command: Command) => check(cli, command, wanted)));
  gateway
    .command("set-token")
    .description("store the gateway's token or password for its present address, or remove it")
    .argument("<gateway>", "name or id")
    .option("--token-file <file>", "file that contains the token or password; /dev/stdin for a pipe")
    .option("--none", "remove the stored token")
    .addHelpText(
      "after",
      examples([['gateway set-token "My gateway" --token-file token.txt', "After its address has changed"]]),
    )
    .action(
      action(cli, (wanted: string, flags: SetTokenFlags, command: Command) =>
        setGatewayToken(cli, command, wanted, flags),
      ),
    );
  gateway
    .command("set-delivery")
    .description("set where agents' heartbeats are delivered; the next sync writes it")
    .argument("<gateway>", "name or id")
    .addArgument(new Argument("<where>", "last-chat or nowhere; with --agent also as-gateway").choices(deliveries))
    .option("--agent <agent>", "only this agent, by name or id")
    .addHelpText(
      "after",
      examples([
        ['gateway set-delivery "My gateway" last-chat', "Heartbeats answer in each agent's last chat"],
        ['gateway set-delivery "My gateway" nowhere --agent Juno', "Juno wakes without a chat"],
      ]),
    )
    .action(
      action(cli, (wanted: string, where: Delivery, flags: { agent?: string }, command: Command) =>
        setDelivery(cli, command, { wanted, where, agent: flags.agent }),
      ),
    );
  addLengthenHeartbeats(gateway, cli);
  addEditCommand(gateway, cli);
  addOrphanCommands(gateway, cli);
  const ensure = gateway
    .command("ensure-agent")
    .description("create the gateway's main agent if it is missing, and provision it if needed")
    .argument("<gateway>", "name or id")
    .addHelpText("after", examples([['gateway ensure-agent "My gateway"', "Create and wake the main agent"]]))
    .action(
      action(cli, (wanted: string, flags: RunFlags, command: Command) => ensureAgent(cli, command, wanted, flags)),
    );
  for (const option of runOptions()) ensure.addOption(option);
}

function addEditCommand(gateway: Command, cli: Cli): void {
  gateway
    .command("edit")
    .description(
      "give a gateway its own templates or base URL, which the next sync writes, or accept its new certificate",
    )
    .argument("<gateway>", "name or id")
    .option("--templates <dir>", "folder of templates (*.md.j2) for this gateway's agents")
    .option("--no-templates", "use the templates in the settings again")
    .option("--base-url <url>", "Mission Control's address for this gateway's agents")
    .option("--no-base-url", "use the base URL in the settings again")
    .addOption(
      new Option(
        "--accept-certificate <sha256>",
        "fingerprint of the only certificate that it may show from now on",
      ).conflicts(["templates", "baseUrl"]),
    )
    .addHelpText(
      "after",
      examples([['gateway edit "My gateway" --templates ./templates', "Every sync of it uses these templates"]]),
    )
    .action(
      action(cli, (wanted: string, flags: EditGatewayFlags, command: Command) =>
        editGateway(cli, command, wanted, flags),
      ),
    );
}

function check(cli: Cli, command: Command, wanted: string) {
  const { output, signal } = cli;
  return withApp(cli, command, { giveUpAfter: 0 }, async ({ database, connections, network }) => {
    const { id, name, url } = findGateway(database, wanted);
    const [result, baseUrl] = await Promise.all([
      checkGateway({ connection: connections.optionsOf(id), signal }),
      checkBaseUrl({ database, network }, { gatewayId: id }, { signal }),
    ]);
    storeFindings(database, id, result);
    const { ownAgents, ...checked } = result;
    const orphans = ownAgents ? listOrphans(database, id).orphans : null;
    const doubts = findDoubtsOf(database, { gatewayId: id });
    const facts = {
      gatewayId: id,
      gatewayName: name,
      url: printableAddress(url),
      ...checked,
      orphans,
      baseUrl,
      doubts,
    };
    await output.result(facts, () => [
      ...checkLines(`"${oneLine(name)}" (${printableAddress(url) || "no URL"})`, result, output),
      ...baseUrlLines(command, name, baseUrl, output),
      ...orphanLines(command, name, orphans ?? [], output),
      ...doubtLines(doubts, output),
    ]);
    return result.ok ? exitCodes.done : exitCodes.noGateway;
  });
}

function checkLines(gateway: string, check: GatewayCheck, { paint, columns }: { paint: Paint; columns: number }) {
  const isHindered = (check.obstacles ?? []).length > 0;
  const verdict = !check.ok
    ? `fails at ${check.failedStage}`
    : isHindered
      ? "is reachable, but agents cannot work on it"
      : "is ready";
  const headline = `${mark(check.ok, paint)} ${paint("bold", `Gateway ${gateway} ${verdict}`)}`;
  const indent = " ".repeat(15);
  const stages = check.stages.flatMap(({ stage, ok, warns, detail, hint }) => {
    const [first = "", ...rest] = wrap(oneLine(detail), { width: columns, firstIndent: indent, restIndent: indent });
    const advice =
      hint === null
        ? []
        : wrap(`→ ${oneLine(hintForTerminal(hint))}`, {
            width: columns,
            firstIndent: indent,
            restIndent: `${indent}  `,
          });
    return [
      `  ${warns ? paint("yellow", "!") : mark(ok, paint)} ${stage.padEnd(11)}${first.trimStart()}`,
      ...rest,
      ...advice.map((line) => paint("cyan", line)),
    ];
  });
  const unchecked = checkStages.slice(check.stages.length);
  const rest = unchecked.length > 0 ? [paint("dim", `  – not checked: ${unchecked.join(", ")}`)] : [];
  const more = check.failure ? [paint("dim", `  ${moreAboutError(check.failure.code)}`)] : [];
  return [headline, "", ...stages, ...rest, ...more];
}

/**
 * A base URL where Mission Control does not answer is a warning: provisioning does not need it, but the agents do. A loopback
 * address that an operator has set may be right: it means the gateway's own machine.
 */
function baseUrlLines(
  command: Command,
  gateway: string,
  found: BaseUrlCheck,
  { paint, columns }: Pick<Output, "paint" | "columns">,
): string[] {
  const indent = " ".repeat(15);
  const isWell = found.state === "answers";
  const text = oneLine(baseUrlText(found));
  const [first = "", ...rest] = wrap(text, { width: columns, firstIndent: indent, restIndent: indent });
  const remedy = `Next: ${commandLine(command, ["gateway", "edit", gateway, "--base-url", "URL"])}`;
  return [
    `  ${isWell ? mark(true, paint) : paint("yellow", "!")} ${"base URL".padEnd(11)}${first.trimStart()}`,
    ...rest,
    ...(mayBeRight(found) ? [] : [paint("dim", remedy)]),
  ];
}

function orphanLines(command: Command, gateway: string, orphans: Orphan[], { paint }: Pick<Output, "paint">): string[] {
  if (orphans.length === 0) return [];
  return [
    paint("yellow", `  ! ${count(orphans.length, "agent")} on it without a record`),
    paint("dim", `Next: ${commandLine(command, ["gateway", "orphans", gateway])}`),
  ];
}

function mark(ok: boolean, paint: Paint): string {
  return ok ? paint("green", "✔") : paint("red", "✖");
}

function ensureAgent(cli: Cli, command: Command, wanted: string, flags: RunFlags) {
  return withApp(cli, command, flags, async (app) => {
    const { database } = app;
    const { id: gatewayId, name } = findGateway(database, wanted);
    const ensured = await withProgress(cli, database, (onEvent) =>
      ensureGatewayAgent(app, { gatewayId, startedBy, signal: cli.signal, onEvent }),
    );
    const what = `main agent of gateway "${oneLine(name)}"`;
    return showEnsured(cli, command, database, ensured, { kind: "ensure-gateway-agent", gatewayName: name, what });
  });
}
