import { readFileSync } from "node:fs";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { KeyPlace } from "../../shared/views.ts";
import type { KeyPlaces } from "../operations/operation-services.ts";
import { encodeKey, keyFileOf, keyFromFile } from "../vault/data-key.ts";
import { isKeyWrapped } from "../vault/find-key-source.ts";
import { replacePrivateFile } from "../vault/private-files.ts";
import { requireNoLink } from "../vault/require-replaceable.ts";
import { forgetStoreKey, keepStoreKey } from "./keep-store-key.ts";
import type { OpenKeySourceOptions } from "./open-key-source.ts";
import { unwrapKey, wrapKey } from "./wrap-key.ts";

export type KeyPlacesOptions = Omit<OpenKeySourceOptions, "say">;

/** Where the data key of the desktop's folder is, and its move between the key file and the system's key store. */
export function keyPlacesOf(options: KeyPlacesOptions): KeyPlaces {
  const { dataDir, env } = options;
  const path = keyFileOf(dataDir);
  const read = (): KeyPlace => {
    if (env.FLIGHTDECK_KEY !== undefined) return "environment";
    return isKeyWrapped(dataDir) ? "key-store" : "file";
  };
  return {
    read,
    async move(to) {
      const from = read();
      if (from === "environment") throw inEnvironment();
      if (from === to) return;
      requireNoLink(path);
      const content =
        to === "key-store"
          ? await wrapKey(keyInFile(dataDir), options)
          : encodeKey((await unwrapKey(path, readFileSync(path, "utf8"), options)).key);
      replacePrivateFile(path, content);
      if (to === "key-store") keepStoreKey(options);
      else forgetStoreKey(options);
    },
  };
}

function keyInFile(dataDir: string): Buffer {
  const key = keyFromFile(dataDir).read();
  if (key) return key;
  throw new FlightDeckError("vault-key", `The key file ${keyFileOf(dataDir)} is gone.`, hintsOf("vault-key").keyFile);
}

function inEnvironment(): FlightDeckError {
  return new FlightDeckError(
    "vault-key",
    "The data key is in FLIGHTDECK_KEY, so there is none to move.",
    hintsOf("vault-key").keyInEnvironment,
  );
}
