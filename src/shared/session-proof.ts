/**
 * How a page and the browser host prove to each other that they share a session's key, without sending it. A cookie alone
 * proves nothing: a browser sends it to every port of this machine, and so to any program that another user runs here.
 *
 * 1. The printed link is exchanged for a cookie, and for the key in the fragment of the address, which stays in the browser.
 * 2. The page asks `sessionPath?challenge=…`. The host answers a proof for the page's challenge, and a challenge of its own.
 * 3. The page opens the WebSocket with its proof for the host's challenge among the subprotocols.
 *
 * What this does not prevent: a program of another user that takes our port while Flight Deck is not running, and that the
 * operator opens there. Its page has our origin, and can use the key for as long as it is open, but not read it.
 */
export const sessionPath = "/session";

/** A session that no page uses ends after this time. */
export const sessionLastsDays = 14;

/** A link that was made on demand is to be opened within this time. */
export const linkLastsMinutes = 10;

/** In the fragment of the address after the exchange: `#session=` and the key. */
export const sessionFragment = "#session=";

/** The subprotocol of our WebSocket. The page offers its proof as another one, because a browser sets no other header. */
export const socketProtocol = "flight-deck";

type Proof = { challenge: string; proof: string };

export const proofProtocol = ({ challenge, proof }: Proof): string => `proof.${challenge}.${proof}`;

/** The proof among the subprotocols that a page offers (`Sec-WebSocket-Protocol`), or null. */
export function proofAmong(protocols = ""): Proof | null {
  const [, challenge, proof] = /(?:^|,)\s*proof\.([\w-]+)\.([\w-]+)\s*(?:,|$)/.exec(protocols) ?? [];
  return challenge === undefined || proof === undefined ? null : { challenge, proof };
}

/** Both sides have the same kind of key, whose type has another name in each. */
export type SessionKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** What the host answers to a page that proves nothing yet. */
export type HostAnswer = {
  /** That the host has the session's key. */
  proof: string;
  /** For the page to prove the same. Good for one WebSocket. */
  challenge: string;
};

/**
 * Makes a session's key usable for proofs. It cannot be read back, so that a page can keep it but never give it away.
 * @param secret 32 bytes as base64url
 */
export function importSessionKey(secret: string): Promise<SessionKey> {
  const bytes = Uint8Array.from(atob(secret.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
  return crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
}

/**
 * Proves that one side has the key.
 * @param by whose proof it is: one side's proof is of no use as the other's
 * @param host `127.0.0.1:41234`: a proof that was made for one port is of no use at another
 * @returns base64url
 */
export async function proofOf(key: SessionKey, by: "host" | "page", host: string, challenge: string): Promise<string> {
  const text = new TextEncoder().encode(`${by}\n${host}\n${challenge}`);
  return toBase64Url(new Uint8Array(await crypto.subtle.sign("HMAC", key, text)));
}

/** A challenge that has not been made before: 32 random bytes as base64url. */
export function newChallenge(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
