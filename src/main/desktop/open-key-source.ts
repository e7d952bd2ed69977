import { readFileSync } from "node:fs";
import { encodeKey, type KeySource, keyAtHand, keyFileOf, keyFromFile } from "../vault/data-key.ts";
import { isKeyWrapped } from "../vault/find-key-source.ts";
import { replacePrivateFile } from "../vault/private-files.ts";
import { keepStoreKey } from "./keep-store-key.ts";
import { unwrapKey, type WrapOptions, wrapKey } from "./wrap-key.ts";

export type OpenKeySourceOptions = WrapOptions & {
  dataDir: string;
  env: { FLIGHTDECK_KEY?: string | undefined };
  /** Shows the operator a line of text. */
  say: (line: string) => void;
  /** Whether Electron's own files go with this process. Nothing is wrapped anew then: what opens it might go with them. */
  isProfileTemporary?: boolean;
};

/**
 * The data key as the desktop gets it: from its file like every host, or from the system's key store if the operator chose that in
 * the settings (or an earlier version did). A key that such a store does not protect is put back into a plain file, which is no
 * less safe, and which the other hosts can read.
 * @throws FlightDeckError `vault-key`
 */
export async function openKeySource(options: OpenKeySourceOptions): Promise<KeySource> {
  const { dataDir, env, say, isProfileTemporary = false } = options;
  // FLIGHTDECK_KEY takes precedence, and nothing is stored.
  if (env.FLIGHTDECK_KEY !== undefined || !isKeyWrapped(dataDir)) return keyFromFile(dataDir);
  const path = keyFileOf(dataDir);
  const { key, isProtected, isOutdated } = await unwrapKey(path, readFileSync(path, "utf8"), options);
  if (!isProtected) {
    replacePrivateFile(path, encodeKey(key));
    say(
      `The system's key store did not protect the data key, so it is back in the file ${path}, which only your user can read.`,
    );
  } else if (isOutdated && !isProfileTemporary) {
    // If this fails, the present file still opens.
    const renewed = await wrapKey(key, options).catch(() => null);
    if (renewed !== null) replacePrivateFile(path, renewed);
  }
  if (!isProfileTemporary) keepQuietly(options);
  return keyAtHand(path, key);
}

/** The key is open, and the next start tries again. */
function keepQuietly(options: OpenKeySourceOptions): void {
  try {
    keepStoreKey(options);
  } catch {
    // For example on a full disk.
  }
}
