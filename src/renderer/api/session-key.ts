import { get, set } from "idb-keyval";
import { importSessionKey, type SessionKey, sessionFragment } from "../../shared/session-proof.ts";

const keyName = "session-key";

/** The key in the address after a link was opened. Taken out of it at once, before the router or a bookmark can keep it. */
const given = takeFromAddress();

/** Kept here too: some private windows store nothing, and then the session lasts until the page is reloaded. */
const givenKey = given === null ? undefined : importSessionKey(given).then(keep);

/**
 * The key of this browser's session, also after a reload, and after another tab has opened a new link; undefined if the browser
 * has none. Scripts can use it, but not read it.
 */
export async function readSessionKey(): Promise<SessionKey | undefined> {
  const fallback = await givenKey;
  return (await get<SessionKey>(keyName).catch(() => undefined)) ?? fallback;
}

async function keep(key: SessionKey): Promise<SessionKey> {
  await set(keyName, key).catch(() => undefined);
  return key;
}

function takeFromAddress(): string | null {
  if (!location.hash.startsWith(sessionFragment)) return null;
  const secret = location.hash.slice(sessionFragment.length);
  history.replaceState(null, "", "/");
  return secret;
}
