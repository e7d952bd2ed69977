import { get, set } from "idb-keyval";
import { importSessionKey, type SessionKey, sessionFragment } from "../../shared/session-proof.ts";

const keyName = "session-key";

/** The key in the address after a link was opened. Taken out of it at once, before the router or a bookmark can keep it. */
const given = takeFromAddress();
const givenKey = given === null ? null : importSessionKey(given).catch(() => null);

/**
 * The keys that this page may have: the one that came with the address, which anybody can have put there, and the one that the
 * browser keeps. Scripts can use a key, but not read it.
 */
export async function readSessionKeys(): Promise<SessionKey[]> {
  const kept = await get<SessionKey>(keyName).catch(() => undefined);
  return [await givenKey, kept].filter((key) => key !== null && key !== undefined);
}

/** Keeps a key that the host has proved to have. Where a browser keeps nothing, it lasts until the page is reloaded. */
export async function keepSessionKey(key: SessionKey): Promise<void> {
  await set(keyName, key).catch(() => undefined);
}

function takeFromAddress(): string | null {
  if (!location.hash.startsWith(sessionFragment)) return null;
  const secret = location.hash.slice(sessionFragment.length);
  history.replaceState(null, "", "/");
  return secret;
}
