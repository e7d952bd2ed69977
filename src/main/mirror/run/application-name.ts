import { hostname, userInfo } from "node:os";

/** PostgreSQL cuts an application's name off after 63 bytes. */
const mostUserBytes = 27;

/** What others see of this installation in `pg_stat_activity` while it has a gateway's lock: who, on which machine, since when. */
export function lockingName(since: Date): string {
  return `Flight Deck ${whoAmI()} since ${since.toISOString().slice(0, 16)}Z`;
}

/** What a lock's holder says of itself; null if it is no Flight Deck, or its name is hidden from this user. */
export function readLockingName(name: string | null): { who: string; since: string } | null {
  const parts = /^Flight Deck (?<who>.+) since (?<since>\S+)$/.exec(name ?? "")?.groups;
  return parts?.who && parts.since ? { who: parts.who, since: parts.since } : null;
}

function whoAmI(): string {
  const host = hostname().split(".")[0] ?? "";
  const text = `${userName()}@${host}`.replace(/[^\x21-\x7e]/g, "?");
  return text.slice(0, mostUserBytes);
}

/** Some containers have no entry for their user. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "unknown";
  }
}
