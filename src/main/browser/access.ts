import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Who may use a browser host: a browser with the one-time token of the printed address, and then with its cookie. */
export type Access = {
  /** In the printed address; valid for one exchange. */
  readonly token: string;
  /** Exchanges the token for the `Set-Cookie` header of a session; null for a wrong or used token. */
  exchange(token: string): string | null;
  /** Whether a `Cookie` header holds the session's cookie. */
  admits(cookieHeader: string | undefined): boolean;
};

/** @param port part of the cookie's name: browsers keep cookies by host name alone, and two hosts must not share one. */
export function createAccess(port: number): Access {
  const token = randomBytes(32).toString("base64url");
  const session = randomBytes(32).toString("base64url");
  const name = `flight-deck-${port}`;
  let isUsed = false;
  return {
    token,
    exchange(given) {
      if (isUsed || !isSame(given, token)) return null;
      isUsed = true;
      return `${name}=${session}; Path=/; HttpOnly; SameSite=Strict`;
    },
    admits: (header) => cookiesNamed(name, header).some((value) => isSame(value, session)),
  };
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
