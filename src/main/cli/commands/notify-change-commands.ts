import { type Command, Option } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import {
  type NotificationKind,
  notificationKinds,
  type WebhookForm,
  webhookForms,
} from "../../../shared/notifications.ts";
import {
  changeWebhook,
  onlyOnDesktop,
  readNotifications,
  setNotificationKind,
} from "../../operations/change-notifications.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";
import { kindLines } from "../text/notify-text.ts";
import { oneLine } from "../text/plain.ts";
import { findSink, lookOnce, readUrlFile, requireSinkName } from "./notify-parts.ts";

/** The commands that change a webhook, and what is told. */
export function addNotifyChanges(notify: Command, cli: Cli): void {
  notify
    .command("edit")
    .description("change a webhook's name, form or address; what is left out stays")
    .argument("<sink>", "name or id of the sink, or the beginning of its id")
    .option("--name <name>", "another name")
    .option("--url-file <file>", "file with another address")
    .addOption(new Option("--form <form>", "what it is sent").choices([...webhookForms]))
    .action(action(cli, (wanted: string, flags: EditFlags, command: Command) => edit(cli, command, wanted, flags)));
  notify
    .command("kinds")
    .description("show or change which kinds of changes are told, to every webhook and the desktop")
    .addOption(kindsOption("--on <kinds...>", "tell these"))
    .addOption(kindsOption("--off <kinds...>", "do not tell these"))
    .addHelpText(
      "after",
      examples([
        ["notify kinds", "What is told, and when?"],
        ["notify kinds --off heartbeats runs", "Only agents out of sync, and gateways away"],
      ]),
    )
    .action(action(cli, (flags: KindFlags, command: Command) => kinds(cli, command, flags)));
}

type EditFlags = { name?: string; urlFile?: string; form?: WebhookForm };
type KindFlags = { on?: NotificationKind[]; off?: NotificationKind[] };

function kindsOption(flag: string, help: string): Option {
  return new Option(flag, help).choices([...notificationKinds]);
}

async function edit(cli: Cli, command: Command, wanted: string, flags: EditFlags): Promise<ExitCode> {
  const url = flags.urlFile === undefined ? undefined : await readUrlFile(cli, flags.urlFile);
  const name = flags.name === undefined ? undefined : requireSinkName(flags.name);
  return withRecords(cli, command, async (database, dataDir) => {
    const sink = findSink(database, wanted);
    if (sink.form === "desktop") throw onlyOnDesktop();
    const vault = await openRecordsVault(cli, { database, dataDir });
    const change = { name: name ?? sink.name, form: flags.form ?? sink.form, url };
    const { sinks } = changeWebhook({ database, vault }, sink.id, change);
    const host = sinks.find(({ id }) => id === sink.id)?.host ?? "";
    await cli.output.result({ sinks }, () => [oneLine(`"${change.name}" is at ${host}.`)]);
    return exitCodes.done;
  });
}

async function kinds(cli: Cli, command: Command, { on = [], off = [] }: KindFlags): Promise<ExitCode> {
  const both = on.filter((kind) => off.includes(kind));
  if (both.length > 0) {
    const message = `--on and --off both name ${both.join(", ")}.`;
    throw new FlightDeckError("bad-input", message, hintsOf("bad-input").correct);
  }
  return withRecords(cli, command, async (database) => {
    for (const kind of on) setNotificationKind(database, kind, true);
    for (const kind of off) setNotificationKind(database, kind, false);
    if (on.length + off.length > 0) lookOnce(database);
    const settings = readNotifications(database);
    await cli.output.result({ kinds: settings.kinds }, () => kindLines(settings.kinds, cli.output));
    return exitCodes.done;
  });
}
