import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { OwnTemplates } from "../../../shared/views.ts";
import { findGateway } from "../../database/gateways.ts";
import { acceptCertificate } from "../../operations/accept-certificate.ts";
import { setGatewayTemplates } from "../../operations/set-gateway-templates.ts";
import { absolutePath, type Cli } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { oneLine } from "../text/plain.ts";

/** False for `--no-templates` and `--no-base-url`. */
export type EditGatewayFlags = { templates?: string | false; baseUrl?: string | false; acceptCertificate?: string };

/** Gives a gateway its own template folder or base URL, makes it follow the settings again, or accepts its new certificate. */
export function editGateway(cli: Cli, command: Command, wanted: string, flags: EditGatewayFlags): Promise<ExitCode> {
  if (flags.acceptCertificate !== undefined) return acceptShown(cli, command, wanted, flags.acceptCertificate);
  const change = changeOf(cli, flags);
  if (Object.keys(change).length === 0) {
    throw new FlightDeckError("bad-input", "There is nothing to change.", hintsOf("bad-input").giveTemplates);
  }
  return withRecords(cli, command, async (database) => {
    const { id, name } = findGateway(database, wanted);
    const own = await setGatewayTemplates({ database }, id, change);
    await cli.output.result({ gatewayId: id, gatewayName: name, templates: own.folder, baseUrl: own.baseUrl }, () => [
      `Gateway "${oneLine(name)}" uses`,
      `  templates: ${own.folder ?? "those in the settings"}`,
      `  base URL:  ${own.baseUrl ?? "the one in the settings"}`,
      "The next sync writes the files.",
    ]);
    return exitCodes.done;
  });
}

function acceptShown(cli: Cli, command: Command, wanted: string, fingerprint: string): Promise<ExitCode> {
  return withRecords(cli, command, async (database, dataDir) => {
    const { id, name } = findGateway(database, wanted);
    const sha256 = await acceptCertificate({ database, dataDir }, id, fingerprint);
    await cli.output.result({ gatewayId: id, gatewayName: name, certificateSha256: sha256 }, () => [
      `Gateway "${oneLine(name)}" must now show the certificate with the SHA-256 fingerprint`,
      `  ${sha256}`,
    ]);
    return exitCodes.done;
  });
}

function changeOf(cli: Cli, { templates, baseUrl }: EditGatewayFlags): Partial<OwnTemplates> {
  return {
    ...(templates === undefined ? {} : { folder: templates === false ? null : absolutePath(cli, templates) }),
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl === false ? null : baseUrl.trim() }),
  };
}
