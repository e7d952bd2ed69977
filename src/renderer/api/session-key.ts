import { get, set } from "idb-keyval";
import { importSessionKey, type SessionKey, sessionFragment } from "../../shared/session-proof.ts";

const keyName = "session-key";

/** The key in the address after a link was opened. Taken out of it at once, before the router or a bookmark can keep it. */
const given = takeFromAddress();

let sessionKey: Promise<SessionKey | undefined> | undefined;

/** The key of this browser's session, also after a reload; undefined if the browser has none. Scripts cannot read it. */
export function readSessionKey(): Promise<SessionKey | undefined> {
  sessionKey ??= given === null ? get<SessionKey>(keyName) : keep(given);
  return sessionKey;
}

async function keep(secret: string): Promise<SessionKey> {
  const key = await importSessionKey(secret);
  // Where a browser keeps nothing, as in some private windows, the session lasts until the page is reloaded.
  await set(keyName, key).catch(() => undefined);
  return key;
}

function takeFromAddress(): string | null {
  if (!location.hash.startsWith(sessionFragment)) return null;
  const secret = location.hash.slice(sessionFragment.length);
  history.replaceState(null, "", "/");
  return secret;
}
