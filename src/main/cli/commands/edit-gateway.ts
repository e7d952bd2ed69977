import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { OwnTemplates } from "../../../shared/views.ts";
import { readTemplatesOf } from "../../database/gateway-templates.ts";
import { findGateway, readGateway } from "../../database/gateways.ts";
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
  const change = changeOf(cli, flags);
  const { acceptCertificate: fingerprint } = flags;
  if (Object.keys(change).length === 0 && fingerprint === undefined) {
    throw new FlightDeckError("bad-input", "There is nothing to change.", hintsOf("bad-input").giveTemplates);
  }
  return withRecords(cli, command, async (database, dataDir) => {
    const { id, name } = findGateway(database, wanted);
    const hasChange = Object.keys(change).length > 0;
    const own = hasChange ? await setGatewayTemplates({ database }, id, change) : readTemplatesOf(database, id);
    if (fingerprint !== undefined) await acceptCertificate({ database, dataDir }, id, fingerprint);
    const { certificateSha256 } = readGateway(database, id);
    const json = { gatewayId: id, gatewayName: name, templates: own.folder, baseUrl: own.baseUrl, certificateSha256 };
    await cli.output.result(json, () => [
      ...(fingerprint === undefined ? [] : acceptedLines(name, certificateSha256)),
      ...(hasChange ? templateLines(name, own) : []),
    ]);
    return exitCodes.done;
  });
}

function acceptedLines(name: string, sha256: string | null): string[] {
  return [`Gateway "${oneLine(name)}" must now show the certificate with the SHA-256 fingerprint`, `  ${sha256}`];
}

function templateLines(name: string, { folder, baseUrl }: OwnTemplates): string[] {
  return [
    `Gateway "${oneLine(name)}" uses`,
    `  templates: ${folder ?? "those in the settings"}`,
    `  base URL:  ${baseUrl ?? "the one in the settings"}`,
    "The next sync writes the files.",
  ];
}

function changeOf(cli: Cli, { templates, baseUrl }: EditGatewayFlags): Partial<OwnTemplates> {
  return {
    ...(templates === undefined ? {} : { folder: templates === false ? null : absolutePath(cli, templates) }),
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl === false ? null : baseUrl.trim() }),
  };
}
