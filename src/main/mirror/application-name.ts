import { hostname } from "node:os";
import { userName } from "../database/user-name.ts";

/* How PostgreSQL lists us; it cuts an application's name off after 63 bytes. */

/** In a locking name, so that the time after it is not cut off. */
const mostUserBytes = 27;

/** What others see of this installation in `pg_stat_activity`. */
export function applicationName(): string {
  return `Flight Deck ${plain(`${userName()}@${hostname()}`)}`.slice(0, 63);
}

/** The same while it has a gateway's lock: who, on which machine, since when. */
export function lockingName(since: Date): string {
  const host = hostname().split(".")[0] ?? "";
  const who = plain(`${userName()}@${host}`).slice(0, mostUserBytes);
  return `Flight Deck ${who} since ${since.toISOString().slice(0, 16)}Z`;
}

/** What a lock's holder says of itself; null if it is no Flight Deck, or its name is hidden from this user. */
export function readLockingName(name: string | null): { who: string; since: string } | null {
  const parts = /^Flight Deck (?<who>.+) since (?<since>\S+)$/.exec(name ?? "")?.groups;
  return parts?.who && parts.since ? { who: parts.who, since: parts.since } : null;
}

function plain(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, "?");
}
