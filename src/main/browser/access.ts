import { createHash, timingSafeEqual } from "node:crypto";
import { type HostAnswer, importSessionKey, newChallenge, proofAmong, proofOf } from "../../shared/session-proof.ts";
import {
  addBrowserLink,
  addBrowserSession,
  deleteBrowserLinks,
  endBrowserSessions,
  endSessionsOfOtherPorts,
  findBrowserSession,
  takeBrowserLink,
  touchBrowserSession,
} from "../database/browser-sessions.ts";
import type { Database } from "../database/database.ts";
import type { Vault } from "../vault/vault.ts";

/**
 * Who may use a browser host: browsers that opened a link. Each has a cookie, and a key that it proves to have
 * (shared/session-proof.ts). Sessions outlive the host.
 */
export type Access = {
  /** In the printed link; valid for one exchange while the host runs. */
  readonly token: string;
  /** Exchanges the token of a link for a session in place of the one before; null for a wrong or used token. */
  exchange(token: string, before: Session | null, userAgent: string | undefined): NewSession | null;
  /** The session of a `Cookie` header. Enough for our page, which holds no secrets; not for the socket. */
  find(cookieHeader: string | undefined): Session | null;
  /** The host's proof for a page's challenge, and the host's own challenge. */
  answer(session: Session, host: string, challenge: string): Promise<HostAnswer>;
  /** Whether the subprotocols hold a proof of this session for a challenge that was not used before. */
  admits(session: Session, host: string, protocols: string | undefined): Promise<boolean>;
  /** Notes that a session is in use. @returns whether it has not been ended */
  touch(session: Session): boolean;
};

export type NewSession = {
  /** For the `Set-Cookie` header. */
  setCookie: string;
  /** The session's key, base64url, for the fragment of the address. */
  secret: string;
};

export type Session = {
  id: string;
  secret: string;
  /** For the `Set-Cookie` header of an answer: the browser keeps a cookie that is in use. */
  setCookie: string;
};

/** As long as browsers allow: the host decides when a session ends. */
const cookieLastsDays = 400;

/** A page asks for a challenge right before it opens its socket. */
const challengeLastsMs = 30_000;

const hostLastsMs = 365 * 86_400_000;

/** @param port part of the cookie's name: browsers keep cookies by host name alone, and two hosts must not share one. */
export function createAccess(database: Database, vault: Vault, port: number): Access {
  const name = `flight-deck-${port}`;
  const setCookie = (cookie: string) =>
    `${name}=${cookie}; Path=/; Max-Age=${cookieLastsDays * 86_400}; HttpOnly; SameSite=Strict`;
  const challenges = new Map<string, { sessionId: string; madeAtMs: number }>();
  // A link that an earlier host printed ended with it, and a browser has its key for one port only.
  deleteBrowserLinks(database);
  endSessionsOfOtherPorts(database, port);
  return {
    token: addBrowserLink(database, hostLastsMs),
    exchange(token, before, userAgent) {
      if (!takeBrowserLink(database, token)) return null;
      if (before) endBrowserSessions(database, before.id);
      const { cookie, secret } = addBrowserSession(database, vault, port, nameBrowser(userAgent));
      return { setCookie: setCookie(cookie), secret };
    },
    find(cookieHeader) {
      for (const cookie of cookiesNamed(name, cookieHeader)) {
        const found = findBrowserSession(database, vault, cookie, port);
        if (found) return { ...found, setCookie: setCookie(cookie) };
      }
      return null;
    },
    async answer({ id, secret }, host, asked) {
      forgetOld(challenges);
      const challenge = newChallenge();
      challenges.set(challenge, { sessionId: id, madeAtMs: Date.now() });
      return { challenge, proof: await proofOf(await importSessionKey(secret), "host", host, asked) };
    },
    async admits({ id, secret }, host, protocols) {
      forgetOld(challenges);
      const given = proofAmong(protocols);
      if (!given || challenges.get(given.challenge)?.sessionId !== id) return false;
      const expected = await proofOf(await importSessionKey(secret), "page", host, given.challenge);
      // Of two sockets with one proof, one is opened.
      return isSame(given.proof, expected) && challenges.delete(given.challenge);
    },
    touch: ({ id }) => touchBrowserSession(database, id),
  };
}

function forgetOld(challenges: Map<string, { madeAtMs: number }>): void {
  for (const [challenge, { madeAtMs }] of challenges) {
    if (Date.now() - madeAtMs > challengeLastsMs) challenges.delete(challenge);
  }
}

/** `Firefox on Linux`, from a `User-Agent` header, so that an operator can tell the browsers apart. */
export function nameBrowser(userAgent = ""): string {
  const named = (names: [pattern: RegExp, name: string][]) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  const browser = named([
    [/Firefox\//, "Firefox"],
    [/Edg\//, "Edge"],
    [/OPR\//, "Opera"],
    [/Chrome\//, "Chrome"],
    [/Safari\//, "Safari"],
  ]);
  const system = named([
    [/Windows/, "Windows"],
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Mac OS/, "macOS"],
    [/Linux/, "Linux"],
  ]);
  return [browser ?? "A browser", ...(system ? [`on ${system}`] : [])].join(" ");
}

function cookiesNamed(name: string, header = ""): string[] {
  return header
    .split(";")
    .map((cookie) => cookie.trim())
    .flatMap((cookie) => (cookie.startsWith(`${name}=`) ? [cookie.slice(name.length + 1)] : []));
}

/** In constant time, for any lengths. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
