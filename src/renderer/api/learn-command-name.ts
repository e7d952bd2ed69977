import { setCommandName } from "../../shared/command-name.ts";
import { client } from "./client.ts";

/** Asks main how the command line is called here, for the texts that name commands. */
export function learnCommandName(): void {
  // A connection that is lost says so itself, and its texts then have the name in general.
  client.app.info().then(
    ({ commandName }) => setCommandName(commandName),
    () => undefined,
  );
}
