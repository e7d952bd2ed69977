import type { Command } from "commander";
import { printableAddress } from "../../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { findGateway, updateGateway } from "../../database/gateways.ts";
import type { Cli } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";
import { readNamedFile } from "../read-named-file.ts";
import { oneLine } from "../text/plain.ts";

export type SetTokenFlags = { tokenFile?: string; none?: boolean };

/**
 * Stores a gateway's token for its present address, or removes the stored one. The token comes from a file: arguments are
 * visible to every user of this machine.
 */
export function setGatewayToken(cli: Cli, command: Command, wanted: string, flags: SetTokenFlags): Promise<ExitCode> {
  const { output } = cli;
  if ((flags.tokenFile === undefined) === (flags.none !== true)) {
    throw new FlightDeckError("bad-input", "A token or password is missing.", hintsOf("bad-input").giveTokenFile);
  }
  return withRecords(cli, command, async (database, dataDir) => {
    const { id, name, url } = findGateway(database, wanted);
    const token = flags.tokenFile === undefined ? null : await readToken(cli, flags.tokenFile);
    updateGateway(database, await openRecordsVault(cli, { database, dataDir }), id, { token });
    await output.result({ gatewayId: id, gatewayName: name, hasToken: token !== null }, () => [
      token === null
        ? `Gateway "${oneLine(name)}" has no token now.`
        : `Stored the token of gateway "${oneLine(name)}" for ${printableAddress(url) || "its address, which is missing"}.`,
    ]);
    return exitCodes.done;
  });
}

async function readToken(cli: Cli, file: string): Promise<string> {
  const hint = hintsOf("bad-input").tokenFile;
  const { text } = await readNamedFile(cli, file, { what: "token file", maxSizeBytes: 10_000, hint });
  const token = text.trim();
  // A password may have blanks.
  if (token !== "" && !/[\p{C}\p{Zl}\p{Zp}]/u.test(token)) return token;
  throw new FlightDeckError("bad-input", "The file does not contain exactly one token or password.", hint);
}
