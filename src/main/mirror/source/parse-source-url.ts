import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { MirrorTlsMode } from "../../../shared/mirror.ts";

/** Where Mission Control's database is and who logs in. Holds the password: not for logs, errors or a window. */
export type SourceAddress = {
  host: string;
  port: number;
  database: string;
  user: string;
  /** Empty if the URL has none. */
  password: string;
  /** What the URL's `sslmode` asks for; null if it leaves that to us. */
  tls: MirrorTlsMode | null;
};

// As SQLAlchemy reads it: of user and password, only what would end them must be percent-encoded.
const pattern =
  /^(?<scheme>[\w+]+):\/\/(?:(?<user>[^:/]*)(?::(?<password>.*?))?@)?(?:\[(?<ipv6>[^\]]*)\]|(?<host>[^@:/?]*))(?::(?<port>[^@/?]*))?(?:\/(?<database>[^@/?]*))?(?:\?(?<query>.*))?$/s;

/**
 * Reads the URL of a PostgreSQL database as people paste it: also in SQLAlchemy's spelling, as a line `DATABASE_URL=...` of an
 * environment file, or in quotes.
 * @throws FlightDeckError bad-input; it never repeats the URL, which holds a password
 */
export function parseSourceUrl(text: string): SourceAddress {
  const parts = pattern.exec(withoutAssignment(text))?.groups;
  if (!parts) throw badUrl("is not the URL of a database");
  const { scheme = "", user, password, ipv6, host, port, database, query } = parts;
  if (!/^postgres(ql)?(\+\w+)?$/.test(scheme)) throw badUrl("does not begin with postgresql:// or postgres://");
  const options = new URLSearchParams(query ?? "");
  const address = {
    host: options.get("host") ?? ipv6 ?? decode(host ?? ""),
    port: Number(options.get("port") ?? (port || "5432")),
    database: decode(database ?? "") || (options.get("dbname") ?? ""),
    user: decode(user ?? "") || (options.get("user") ?? ""),
    password: decode(password ?? "") || (options.get("password") ?? ""),
    tls: tlsOf(options),
  };
  if (address.host === "") throw badUrl("names no host");
  if (address.host.includes(",")) throw badUrl("names several hosts; Flight Deck connects to one");
  if (!Number.isInteger(address.port) || address.port < 1 || address.port > 65_535)
    throw badUrl("has a port that is not a valid number");
  if (address.user === "") throw badUrl("names no user");
  if (address.database === "") throw badUrl("names no database");
  return address;
}

function withoutAssignment(text: string): string {
  const value = text.trim().replace(/^(export\s+)?\w+\s*=\s*/, "");
  return /^(["']).*\1$/s.test(value) ? value.slice(1, -1).trim() : value;
}

/** A text with a stray percent sign was not encoded. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const modes: Record<string, MirrorTlsMode | null> = {
  disable: "off",
  // Both mean: whatever the server offers.
  allow: null,
  prefer: null,
  require: "require",
  "verify-ca": "verify-ca",
  "verify-full": "verify-full",
};

/** libpq and psycopg call it `sslmode`, asyncpg `ssl`. */
function tlsOf(options: URLSearchParams): MirrorTlsMode | null {
  if (options.has("sslrootcert")) {
    throw badUrl("names a certificate file (sslrootcert); give that file as the CA file instead");
  }
  const mode = options.get("sslmode") ?? options.get("ssl");
  if (mode === null) return null;
  const known = modes[{ true: "require", false: "disable" }[mode] ?? mode];
  if (known === undefined) throw badUrl(`has an sslmode that is not one of ${Object.keys(modes).join(", ")}`);
  return known;
}

function badUrl(reason: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `The text given as the database's URL ${reason}.`,
    hintsOf("bad-input").databaseUrl,
  );
}
