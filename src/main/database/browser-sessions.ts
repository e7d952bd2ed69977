import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { BrowserSession } from "../../shared/browser-session.ts";
import { sessionLastsDays } from "../../shared/session-proof.ts";
import type { Vault } from "../vault/vault.ts";
import type { Database } from "./database.ts";
import { and, desc, eq, gte, lt, ne } from "./drizzle.ts";
import { browserLinks, browserSessions } from "./schema/local-tables.ts";

/** Pages ask every few seconds; a note of each would be a write to the disk. */
const notedEveryMs = 60_000;

/** What a browser gets when it opens a link; neither is kept in clear here. */
export type NewSession = {
  /** The value of its cookie. */
  cookie: string;
  /** The key that it proves to have, base64url. */
  secret: string;
};

/** The context that the key of a session is sealed for. */
export const sessionKeyContext = (id: string): string => `browser-session:${id}`;

/** @returns the token of a link that opens the browser host once, until it expires */
export function addBrowserLink(db: Database, lastsMs: number): string {
  const token = newSecret();
  const expiresAt = new Date(Date.now() + lastsMs).toISOString();
  db.orm
    .insert(browserLinks)
    .values({ tokenHash: hashOf(token), expiresAt })
    .run();
  return token;
}

/** Uses a link up. @returns whether there was one */
export function takeBrowserLink(db: Database, token: string): boolean {
  db.orm.delete(browserLinks).where(lt(browserLinks.expiresAt, new Date().toISOString())).run();
  return (
    db.orm
      .delete(browserLinks)
      .where(eq(browserLinks.tokenHash, hashOf(token)))
      .run().changes > 0
  );
}

/** Makes every link that was not opened yet useless. */
export function deleteBrowserLinks(db: Database): void {
  db.orm.delete(browserLinks).run();
}

/** @param browser such as `Firefox on Linux` */
export function addBrowserSession(db: Database, vault: Vault, port: number, browser: string): NewSession {
  db.orm.delete(browserSessions).where(lt(browserSessions.lastSeenAt, idleSince())).run();
  const id = randomUUID();
  const [cookie, secret] = [newSecret(), newSecret()];
  const now = new Date().toISOString();
  const key = vault.seal(secret, sessionKeyContext(id));
  db.orm
    .insert(browserSessions)
    .values({ id, cookieHash: hashOf(cookie), key, port, browser, createdAt: now, lastSeenAt: now })
    .run();
  return { cookie, secret };
}

/** The session of a cookie at a port, with its key in clear for the host alone; null if it has ended or was never there. */
export function findBrowserSession(
  db: Database,
  vault: Vault,
  cookie: string,
  port: number,
): { id: string; secret: string } | null {
  const isIt = and(eq(browserSessions.cookieHash, hashOf(cookie)), eq(browserSessions.port, port), isInUse());
  const row = db.orm.select().from(browserSessions).where(isIt).get();
  return row ? { id: row.id, secret: vault.open(row.key, sessionKeyContext(row.id)) } : null;
}

/** Notes that a session is in use. @returns whether it has not been ended */
export function touchBrowserSession(db: Database, id: string): boolean {
  const isIt = eq(browserSessions.id, id);
  const row = db.orm.select().from(browserSessions).where(isIt).get();
  if (!row) return false;
  if (Date.now() - Date.parse(row.lastSeenAt) > notedEveryMs) {
    db.orm.update(browserSessions).set({ lastSeenAt: new Date().toISOString() }).where(isIt).run();
  }
  return true;
}

/** The one used last comes first. */
export function listBrowserSessions(db: Database): Omit<BrowserSession, "isThis">[] {
  const { id, browser, createdAt, lastSeenAt } = browserSessions;
  const shown = db.orm.select({ id, browser, createdAt, lastSeenAt }).from(browserSessions);
  return shown.where(isInUse()).orderBy(desc(lastSeenAt)).all();
}

/** @returns how many sessions ended */
export function endBrowserSessions(db: Database, id?: string): number {
  const isIt = id === undefined ? undefined : eq(browserSessions.id, id);
  return db.orm.delete(browserSessions).where(isIt).run().changes;
}

export function endSessionsOfOtherPorts(db: Database, port: number): void {
  db.orm.delete(browserSessions).where(ne(browserSessions.port, port)).run();
}

/** Sessions that were last seen before this have ended. */
function idleSince(): string {
  return new Date(Date.now() - sessionLastsDays * 86_400_000).toISOString();
}

const isInUse = () => gte(browserSessions.lastSeenAt, idleSince());

function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** For texts with 256 random bits, which need no slow hash. */
function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
