import { type Command, InvalidArgumentError, Option } from "commander";
import { addressFault } from "../../shared/addresses.ts";
import { FlightDeckError } from "../../shared/errors.ts";
import { wordsOf } from "./cli-context.ts";

/** What the commands that work on a gateway have in common. */
export type RunFlags = { templates?: string; baseUrl?: string; giveUpAfter: number };

/** The options of commands that write to a gateway. */
export function runOptions(): Option[] {
  return [
    new Option(
      "--templates <dir>",
      "folder of templates (*.md.j2), in place of the gateway's own or those in the settings",
    ),
    new Option(
      "--base-url <url>",
      "Mission Control's address for the agents, in place of the gateway's own or the one in the settings",
    )
      .env("FLIGHTDECK_BASE_URL")
      .argParser(parseBaseUrl),
    giveUpOption(),
  ];
}

/** The option of every command that waits for a gateway. */
export function giveUpOption(): Option {
  return new Option("--give-up-after <seconds>", "how long to retry when the gateway is away")
    .default(600)
    .argParser(parseSeconds);
}

/** The options that decide what is rendered, as they were given: a plan must be applied with the same ones. */
export function renderingWords(command: Command): string[] {
  return [...wordsOf(command, "templates", "--templates"), ...wordsOf(command, "baseUrl", "--base-url")];
}

/** Throws an error of our own: commander would repeat the argument, which may hold a secret. */
function parseBaseUrl(text: string): string {
  const fault = addressFault("base-url", text.trim());
  if (fault) throw new FlightDeckError("bad-input", `The base URL ${fault.reason}.`, fault.hint);
  return text.trim();
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new InvalidArgumentError("It must be a number of seconds.");
}
