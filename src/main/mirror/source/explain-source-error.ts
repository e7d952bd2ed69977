import { codeOf } from "../../../shared/code-of.ts";
import { FlightDeckError, hintsOf, messageOf } from "../../../shared/errors.ts";
import type { Hint } from "../../../shared/hint-words.ts";
import type { MirrorCheckStage } from "../../../shared/mirror.ts";
import { cleanMessage } from "../../vault/clean-message.ts";
import type { SourceConnection } from "./connect-to-source.ts";

/** A failure of the connection: at which stage of the check, what happened, and what to do. */
export type SourceFailure = { stage: MirrorCheckStage; message: string; hint: Hint };

const away = hintsOf("mirror-unreachable");
const refused = hintsOf("mirror-refused");

/** Puts what `pg`, TLS or the network threw into words, without the secrets that a text of the server may repeat. */
export function explainSourceError(error: unknown, { address, tls }: SourceConnection): SourceFailure {
  const { host, port, user, database } = address;
  const code = sourceErrorCode(error);
  const at = `${host} port ${port}`;
  const fail = (stage: MirrorCheckStage, message: string, hint: Hint): SourceFailure => ({ stage, message, hint });
  switch (code) {
    case "ECONNREFUSED":
      return fail("address", `Nothing listens at ${at}.`, away.noListener);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return fail("address", `The host name ${host} is not known.`, away.unknownHost);
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ENETDOWN":
    case "ENETRESET":
    case "EADDRNOTAVAIL":
    case "ECONNABORTED":
      return fail("address", `${at} does not answer.`, away.silentHost);
    case "28P01":
      return fail("login", `PostgreSQL refused the password of user "${user}".`, refused.password);
    case "28000":
      return fail(
        "login",
        `PostgreSQL does not let user "${user}" log in from this machine ${tls === "off" ? "without TLS" : "with TLS"}.`,
        tls === "off" ? refused.turnTlsOn : refused.allowUser,
      );
    case "3D000":
      return fail("database", `PostgreSQL has no database "${database}".`, refused.databaseName);
    case "42501":
      if (!messageOf(error).includes("for database")) break;
      return fail(
        "database",
        `User "${user}" may not connect to the database "${database}".`,
        refused.grantConnect(database, user),
      );
    case "53300":
      return fail("login", "PostgreSQL has no connection left.", refused.full);
    case "57P03":
    case "57P01":
      return fail("login", "PostgreSQL is starting or stopping.", refused.starting);
  }
  const said = messageOf(error);
  const text = cleanMessage(said);
  if (code === "42501") {
    return fail("rights", `User "${user}" may not read all rows: ${text}.`, refused.hiddenRows);
  }
  if (said.includes("does not support SSL")) {
    return fail("tls", "The server does not offer TLS.", refused.noTls);
  }
  if (isCertificateError(code)) {
    return fail("tls", `The server's certificate was not accepted: ${text}.`, refused.certificate);
  }
  if (code === "EPROTO" || code.startsWith("ERR_SSL_") || said.includes("establishing an SSL connection")) {
    return fail("tls", `The server at ${at} did not complete the TLS handshake.`, refused.handshake);
  }
  if (said.includes("password must be a")) {
    return fail(
      "login",
      `PostgreSQL asks for the password of user "${user}", and the URL has none.`,
      refused.noPassword,
    );
  }
  if (code === "ECONNRESET" || code === "EPIPE" || /terminated|timeout expired|read timeout|ended/i.test(said)) {
    return fail("address", `The connection to ${at} was lost.`, away.connectionLost);
  }
  return fail("login", `The database at ${at} cannot be used: ${text}.`, refused.seeLog);
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

/** The code of an error of PostgreSQL's client or of Node. */
export function sourceErrorCode(error: unknown): string {
  // A host with several addresses fails with one error for each.
  return codeOf(error instanceof AggregateError ? error.errors[0] : error);
}
