import { FlightDeckError, messageOf } from "../../../shared/errors.ts";
import type { MirrorCheckStage } from "../../../shared/mirror.ts";
import type { SourceConnection } from "./connect-to-source.ts";

/** A failure of the connection: at which stage of the check, what happened, and what to do. */
export type SourceFailure = { stage: MirrorCheckStage; message: string; hint: string };

/** Puts what `pg`, TLS or the network threw into words. The texts of the errors themselves name no password. */
export function explainSourceError(error: unknown, { address, tls }: SourceConnection): SourceFailure {
  const { host, port, user, database } = address;
  const code = codeOf(error);
  const at = `${host} port ${port}`;
  const fail = (stage: MirrorCheckStage, message: string, hint: string): SourceFailure => ({ stage, message, hint });
  switch (code) {
    case "ECONNREFUSED":
      return fail(
        "address",
        `Nothing listens at ${at}.`,
        "Start PostgreSQL, or correct host and port in the URL. Mission Control's compose file publishes the port on its own machine only: use an SSH tunnel.",
      );
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail(
        "address",
        `The host name ${host} is not known.`,
        "Correct the URL, or check DNS and VPN. Names of a compose file are known in its containers only.",
      );
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return fail(
        "address",
        `${at} does not answer.`,
        "Check that the host is up, and whether a firewall or VPN is in between.",
      );
    case "28P01":
      return fail(
        "login",
        `PostgreSQL refused the password of user "${user}".`,
        "Correct the user or the password in the URL. Special characters in a password are percent-encoded.",
      );
    case "28000":
      return fail(
        "login",
        `PostgreSQL does not let user "${user}" log in from this machine ${tls === "off" ? "without TLS" : "with TLS"}.`,
        tls === "off"
          ? "Turn TLS on (require or stricter), or allow the user in PostgreSQL's pg_hba.conf."
          : "Allow the user in PostgreSQL's pg_hba.conf.",
      );
    case "3D000":
      return fail(
        "database",
        `PostgreSQL has no database "${database}".`,
        "Correct the last part of the URL; Mission Control's database is usually called mission_control.",
      );
    case "42501":
      return fail(
        "database",
        `User "${user}" may not connect to the database "${database}".`,
        `Grant it: GRANT CONNECT ON DATABASE ${database} TO ${user}.`,
      );
    case "53300":
      return fail("login", "PostgreSQL has no connection left.", "Try again later, or raise max_connections.");
    case "57P03":
    case "57P01":
      return fail("login", "PostgreSQL is starting or stopping.", "Try again in a moment.");
  }
  const text = messageOf(error);
  if (text.includes("does not support SSL")) {
    return fail(
      "tls",
      "The server does not offer TLS.",
      "Turn TLS off (sslmode=disable) if the network in between is safe, or set up TLS in PostgreSQL.",
    );
  }
  if (isCertificateError(code)) {
    return fail(
      "tls",
      `The server's certificate was not accepted: ${text}.`,
      "Give the certificate of the authority that signed it as the CA file, or use a less strict TLS mode.",
    );
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || text.includes("establishing an SSL connection")) {
    return fail(
      "tls",
      `The server at ${at} did not complete the TLS handshake.`,
      "Check that PostgreSQL is at this address, and what is in between.",
    );
  }
  if (text.includes("password must be a")) {
    return fail(
      "login",
      `PostgreSQL asks for the password of user "${user}", and the URL has none.`,
      "Put the password into the URL: postgresql://user:password@host/database.",
    );
  }
  if (code === "ECONNRESET" || code === "EPIPE" || /terminated|timeout expired|ended/i.test(text)) {
    return fail("address", `The connection to ${at} was lost.`, "Check the network and PostgreSQL, then try again.");
  }
  return fail("login", `The database at ${at} cannot be used: ${text}.`, "See PostgreSQL's log.");
}

/** The same as an error of an operation. */
export function sourceError(error: unknown, connection: SourceConnection): FlightDeckError {
  if (error instanceof FlightDeckError) return error;
  const { stage, message, hint } = explainSourceError(error, connection);
  return new FlightDeckError(stage === "address" ? "mirror-unreachable" : "mirror-refused", message, hint, {
    cause: error,
  });
}

function isCertificateError(code: string): boolean {
  return /CERT|SIGNATURE|SELF_SIGNED|ALTNAME/.test(code);
}

export function codeOf(error: unknown): string {
  // A host with several addresses fails with one error for each.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return first instanceof Error && "code" in first ? String(first.code) : "";
}
