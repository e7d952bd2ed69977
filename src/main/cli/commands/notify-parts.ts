import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { NotificationSink } from "../../../shared/notifications.ts";
import { listSinks, readSink } from "../../database/notifications/notification-sinks.ts";
import type { Database } from "../../database/open-database.ts";
import { lookForChanges } from "../../notifications/look-for-changes.ts";
import type { Cli } from "../cli-context.ts";
import { readNamedFile } from "../read-named-file.ts";

/** Reads a webhook's address, which is a secret. @throws FlightDeckError bad-input */
export async function readUrlFile(cli: Cli, urlFile: string): Promise<string> {
  const { text } = await readNamedFile(cli, urlFile, {
    what: "file with the webhook's address",
    maxSizeBytes: 10_000,
    hint: hintsOf("bad-input").webhookAddress,
  });
  return text;
}

/** @throws FlightDeckError bad-input */
export function requireSinkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed !== "" && trimmed.length <= 200) return trimmed;
  throw new FlightDeckError("bad-input", "The name is empty or too long.", hintsOf("bad-input").correct);
}

/** Looks for changes; whether a gateway is away is known only to a host that stays open. */
export function lookOnce(database: Database): void {
  lookForChanges({ database, ownAddress: null, presenceOf: () => null, nowMs: Date.now() });
}

/** @throws FlightDeckError not-found, or bad-input when several are meant */
export function findSink(database: Database, wanted: string): NotificationSink {
  const text = wanted.trim();
  const sinks = listSinks(database);
  const named = sinks.filter(({ id, name }) => id === text || name === text);
  const found = named.length > 0 || text === "" ? named : sinks.filter(({ id }) => id.startsWith(text.toLowerCase()));
  const [only, ...others] = found;
  if (!only) return readSink(database, text);
  if (others.length === 0) return only;
  const ids = found.map(({ name, id }) => `${name} (${id})`).join(", ");
  throw new FlightDeckError("bad-input", `Several sinks are "${text}".`, hintsOf("bad-input").ambiguousName(ids));
}
