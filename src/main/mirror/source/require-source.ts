import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { type MirrorSource, readMirrorSource } from "../../database/mirror/mirror-source.ts";
import type { Database } from "../../database/open-database.ts";
import type { Vault } from "../../vault/vault.ts";

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
