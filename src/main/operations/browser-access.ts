import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { linkLastsMinutes } from "../../shared/session-proof.ts";
import { addBrowserLink, deleteBrowserLinks, endBrowserSessions } from "../database/browser-sessions.ts";
import type { Database } from "../database/database.ts";
import { readSetting, saveSetting } from "../database/settings.ts";

const portKey = "browser.port";
const processKey = "browser.process";

/** The port of the last browser host: browsers keep their sessions only if the next host uses the same port. */
export function lastBrowserPort(database: Database): number {
  return Number(readSetting(database, portKey) ?? 0);
}

/** Remembers which port this process serves the data folder at. */
export function saveBrowserPort(database: Database, port: number): void {
  saveSetting(database, portKey, String(port));
  saveSetting(database, processKey, String(process.pid));
}

/**
 * Makes a link that opens the running browser host once, within `linkLastsMinutes`.
 * @param host the process that has the data folder open; null if there is none
 * @throws FlightDeckError bad-input when that is no browser host
 */
export function makeBrowserLink(database: Database, host: number | null): string {
  if (host === null || String(host) !== readSetting(database, processKey)) {
    throw new FlightDeckError(
      "bad-input",
      "Flight Deck does not serve a browser from this data folder now.",
      hintsOf("bad-input").noBrowserHost,
    );
  }
  const token = addBrowserLink(database, linkLastsMinutes * 60_000);
  return `http://127.0.0.1:${lastBrowserPort(database)}/?token=${token}`;
}

/**
 * Ends one session, or all of them, and every link that was not opened yet: whoever had a session could have made one. Pages are
 * closed within seconds.
 * @throws FlightDeckError not-found
 */
export function endBrowserAccess(database: Database, id?: string): number {
  deleteBrowserLinks(database);
  const ended = endBrowserSessions(database, id);
  if (id === undefined || ended > 0) return ended;
  throw new FlightDeckError("not-found", `There is no browser session ${id}.`, hintsOf("not-found").browserSession);
}
