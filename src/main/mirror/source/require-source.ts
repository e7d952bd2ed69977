import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { isWritable, type MirrorSource, readMirrorSource } from "../../database/mirror/mirror-source.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";
import type { SourceConnection } from "./connect-to-source.ts";
import { parseSourceUrl } from "./parse-source-url.ts";

/** @throws FlightDeckError mirror-not-set, vault-key */
export function requireSource(database: Database, vault: Vault): MirrorSource {
  const source = readMirrorSource(database, vault);
  if (source) return source;
  throw new FlightDeckError(
    "mirror-not-set",
    "Mission Control's database is not set: the records belong to this installation.",
    hintsOf("mirror-not-set").set,
  );
}

export function connectionOf({ url, tls, caPem }: MirrorSource): SourceConnection {
  return { address: parseSourceUrl(url), tls, caPem };
}

/** @throws FlightDeckError mirror-not-set, vault-key; push-failed if nothing is written back to the source */
export function requireWritableSource(database: Database, vault: Vault): MirrorSource {
  const source = requireSource(database, vault);
  if (isWritable(source)) return source;
  throw new FlightDeckError(
    "push-failed",
    source.writeBack
      ? "Nothing was pushed: the user of the URL may only read."
      : "Nothing was pushed: writing back is turned off.",
    source.writeBack ? hintsOf("push-failed").otherUser : hintsOf("push-failed").writeBack,
  );
}
