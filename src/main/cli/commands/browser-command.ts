import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { linkLastsMinutes } from "../../../shared/session-proof.ts";
import { listBrowserSessions } from "../../database/browser-sessions.ts";
import { holderOfDataFolder } from "../../lock-data-folder.ts";
import { endBrowserAccess, makeBrowserLink } from "../../operations/browser-access.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { count, localTime } from "../text/amounts.ts";

/** Commands for the browsers that use `npm start -- --serve`. */
export function addBrowserCommand(program: Command, cli: Cli): void {
  const browser = program.command("browser").description("open Flight Deck in another browser, list and end sessions");
  browser
    .command("link")
    .description(`print a link that opens the running Flight Deck once, within ${linkLastsMinutes} minutes`)
    .action(
      action(cli, (_flags: object, command: Command) =>
        withRecords(cli, command, async (database, dataDir) => {
          const url = makeBrowserLink(database, holderOfDataFolder(dataDir));
          await cli.output.result({ url }, () => [url]);
          return exitCodes.done;
        }),
      ),
    );
  browser
    .command("sessions")
    .description("list the browsers that may use Flight Deck")
    .action(
      action(cli, (_flags: object, command: Command) =>
        withRecords(cli, command, async (database) => {
          const sessions = listBrowserSessions(database);
          await cli.output.result(sessions, () =>
            sessions.length === 0
              ? ["No browser has a session."]
              : sessions.map(
                  ({ id, browser: name, lastSeenAt }) => `${id}  ${name}  last seen ${localTime(lastSeenAt)}`,
                ),
          );
          return exitCodes.done;
        }),
      ),
    );
  browser
    .command("end")
    .description("end sessions; their pages are closed within seconds")
    .argument("[session]", "id, as `browser sessions` lists it")
    .option("--all", "every session")
    .addHelpText("after", examples([["browser end --all", "When another person may have opened a link"]]))
    .action(
      action(cli, (session: string | undefined, { all }: { all?: boolean }, command: Command) =>
        withRecords(cli, command, async (database) => {
          if ((session === undefined) !== (all === true)) {
            throw new FlightDeckError(
              "bad-input",
              "Name one session, or give --all.",
              hintsOf("bad-input").usage("browser end"),
            );
          }
          const ended = endBrowserAccess(database, session);
          await cli.output.result({ ended }, () => [`Ended ${count(ended, "session")}.`]);
          return exitCodes.done;
        }),
      ),
    );
}
