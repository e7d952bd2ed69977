import { type Command, Option } from "commander";
import { type WebhookForm, webhookForms } from "../../../shared/notifications.ts";
import { listSinks } from "../../database/notifications/notification-sinks.ts";
import { deliverTo } from "../../notifications/deliver.ts";
import {
  addWebhook,
  previewTest,
  readNotifications,
  removeSink,
  testWebhook,
} from "../../operations/change-notifications.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openRecordsNetwork, openRecordsVault, withRecords } from "../open-host.ts";
import { notifyLines } from "../text/notify-text.ts";
import { oneLine } from "../text/plain.ts";
import { addNotifyChanges } from "./notify-change-commands.ts";
import { findSink, lookOnce, readUrlFile, requireSinkName } from "./notify-parts.ts";

/** Commands for who is told when a gateway's state changes. */
export function addNotifyCommand(program: Command, cli: Cli): void {
  const notify = program
    .command("notify")
    .description("tell a webhook when a gateway's state changes: list, add, edit, kinds, remove, test, deliver")
    .addHelpText(
      "after",
      examples([
        ["notify add Team --url-file url.txt --form slack", "1. A file with the webhook's address"],
        ["notify test Team", "2. Show what is sent, and send it"],
        ["notify deliver", "3. After a sync where no window is ever open: tell what has changed"],
        ["notify kinds --off heartbeats", "What is told, of four kinds of changes; all of them by default"],
      ]),
    );
  notify
    .command("list")
    .description("list where notifications go, without addresses, and how they are delivered")
    .action(action(cli, (_flags: object, command: Command) => list(cli, command)));
  notify
    .command("add")
    .description("add a webhook; it is told of changes from then on")
    .argument("<name>", "a name for it")
    .requiredOption(
      "--url-file <file>",
      "file with the webhook's address; who knows it can write there, so it is not given as an argument",
    )
    .addOption(new Option("--form <form>", "what it is sent").choices([...webhookForms]).default("json"))
    .action(action(cli, (name: string, flags: AddFlags, command: Command) => add(cli, command, name, flags)));
  addNotifyChanges(notify, cli);
  notify
    .command("remove")
    .description("remove a webhook with what waits for it")
    .argument("<sink>", "name or id of the sink, or the beginning of its id")
    .action(action(cli, (wanted: string, _flags: object, command: Command) => remove(cli, command, wanted)));
  notify
    .command("test")
    .description("show what is sent to a webhook, and send it once (exit 1 if it is not taken)")
    .argument("<sink>", "name or id of the sink, or the beginning of its id")
    .option("--dry-run", "only show it", false)
    .action(action(cli, (wanted: string, flags: TestFlags, command: Command) => test(cli, command, wanted, flags)));
  notify
    .command("deliver")
    .description(
      "look for changes and send what waits, once; an open window does so by itself (exit 1 if any is not taken)",
    )
    .action(action(cli, (_flags: object, command: Command) => deliver(cli, command)));
}

type AddFlags = { urlFile: string; form: WebhookForm };
type TestFlags = { dryRun: boolean };

function list(cli: Cli, command: Command): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const settings = readNotifications(database);
    await cli.output.result(settings, () => notifyLines(settings, cli.output));
    return exitCodes.done;
  });
}

async function add(cli: Cli, command: Command, name: string, { urlFile, form }: AddFlags): Promise<ExitCode> {
  const url = await readUrlFile(cli, urlFile);
  const trimmed = requireSinkName(name);
  return withRecords(cli, command, async (database, dataDir) => {
    const vault = await openRecordsVault(cli, { database, dataDir });
    const { sinks } = addWebhook({ database, vault }, { name: trimmed, form, url });
    // What there is now is not told.
    lookOnce(database);
    await cli.output.result({ sinks }, () => [
      oneLine(`Added "${trimmed}" at ${sinks.at(-1)?.host}. It is told of changes from now on.`),
    ]);
    return exitCodes.done;
  });
}

function remove(cli: Cli, command: Command, wanted: string): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const { id, name } = findSink(database, wanted);
    removeSink(database, id);
    await cli.output.result({ removed: id }, () => [oneLine(`Removed "${name}".`)]);
    return exitCodes.done;
  });
}

function test(cli: Cli, command: Command, wanted: string, { dryRun }: TestFlags): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const { id, name, host } = findSink(database, wanted);
    const preview = previewTest(database, id, false);
    if (dryRun) {
      await cli.output.result({ ...preview, problem: null, sent: false }, () => preview.body.split("\n"));
      return exitCodes.done;
    }
    const services = await openRecordsNetwork(cli, { database, dataDir });
    const { problem } = await testWebhook(services, id, preview, cli.signal);
    await cli.output.result({ ...preview, problem, sent: true }, () => [
      ...preview.body.split("\n"),
      "",
      oneLine(problem === null ? `"${name}" at ${host} took it.` : `"${name}" at ${host} did not take it: ${problem}.`),
    ]);
    return problem === null ? exitCodes.done : exitCodes.withErrors;
  });
}

function deliver(cli: Cli, command: Command): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const services = await openRecordsNetwork(cli, { database, dataDir });
    lookOnce(database);
    const { signal } = cli;
    const delivery = { ...services, signal, evenIfNotDue: true };
    const results = await Promise.all(
      listSinks(database).map(async (sink) => ({ name: sink.name, ...(await deliverTo(sink, delivery)) })),
    );
    await cli.output.result({ sinks: results }, () =>
      results.map(({ name, delivered, problem }) =>
        oneLine(`${name}: ${delivered} delivered${problem === null ? "" : `; not taken: ${problem}`}`),
      ),
    );
    return results.some(({ problem }) => problem !== null) ? exitCodes.withErrors : exitCodes.done;
  });
}
