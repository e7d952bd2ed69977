import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import type { ProxyMode } from "../../../shared/network-view.ts";
import type { Database } from "../../database/open-database.ts";
import { mostAuthorityChars } from "../../network/parse-authorities.ts";
import { addAuthorities, describeNetwork, removeAuthority, setProxy } from "../../operations/change-network.ts";
import { action, type Cli, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { openRecordsVault, withRecords } from "../open-host.ts";
import { readNamedFile } from "../read-named-file.ts";
import { count } from "../text/amounts.ts";
import { networkLines } from "../text/network-text.ts";
import { oneLine } from "../text/plain.ts";

/** Commands for proxies, and for authorities that are trusted. */
export function addNetworkCommand(program: Command, cli: Cli): void {
  const network = program
    .command("network")
    .description("how gateways and webhooks are reached: the proxy, and whose certificates are trusted")
    .addHelpText(
      "after",
      examples([
        ["network show", "Which proxy is used, and which authorities were given?"],
        ["network trust company-root.pem", "Gateways with certificates by this authority are trusted"],
        ["network proxy http://proxy.example.com:3128 --except .example.com", "Everything else goes through the proxy"],
      ]),
    );
  network
    .command("show")
    .description("show the proxy, the hosts without it, and the authorities that were given")
    .action(
      action(cli, (_flags: object, command: Command) => withRecords(cli, command, (database) => show(cli, database))),
    );
  addProxyCommand(network, cli);
  network
    .command("trust")
    .description("trust the authorities of a file; the certificates are copied, the file is not needed any more")
    .argument("<file>", "certificates as PEM, without a key")
    .action(action(cli, (file: string, _flags: object, command: Command) => trust(cli, command, file)));
  network
    .command("distrust")
    .description("stop trusting an authority that was added with `network trust`")
    .argument("<sha256>", "its fingerprint, or the beginning of it")
    .action(action(cli, (sha256: string, _flags: object, command: Command) => distrust(cli, command, sha256)));
}

function addProxyCommand(network: Command, cli: Cli): void {
  network
    .command("proxy")
    .description(
      "choose the proxy to gateways and webhooks, and for the check of Mission Control's address; what is left out stays",
    )
    .argument("[address]", "an HTTP proxy, such as http://proxy.example.com:3128; with a password, use --url-file")
    .option("--url-file <file>", "file with the proxy's address, user and password; /dev/stdin for a pipe")
    .option("--none", "use no proxy, whatever the environment says")
    .option(
      "--automatic",
      "use the proxy of the environment again (HTTPS_PROXY, HTTP_PROXY), in the desktop also the system's",
    )
    .option(
      "--except <hosts>",
      'all hosts that are reached without the proxy, such as "10.0.0.0/8,.example.com"; "" for none',
    )
    .addHelpText(
      "after",
      examples([["network proxy --url-file proxy.txt", "A proxy with a password, which is sealed and never shown"]]),
    )
    .action(
      action(cli, (address: string | undefined, flags: ProxyFlags, command: Command) =>
        changeProxy(cli, command, address, flags),
      ),
    );
}

type ProxyFlags = { urlFile?: string; none?: boolean; automatic?: boolean; except?: string };

async function show(cli: Cli, database: Database): Promise<ExitCode> {
  const view = describeNetwork(database, cli.env);
  await cli.output.result(view, () => networkLines(view, cli.output));
  return exitCodes.done;
}

async function changeProxy(
  cli: Cli,
  command: Command,
  given: string | undefined,
  { urlFile, none, automatic, except }: ProxyFlags,
): Promise<ExitCode> {
  const { proxyAddress } = hintsOf("bad-input");
  const choices = [given, urlFile, none, automatic].filter((choice) => choice !== undefined);
  if (choices.length > 1 || (choices.length === 0 && except === undefined)) {
    const what = "Give one of an address, --url-file, --none and --automatic, or --except alone.";
    throw new FlightDeckError("bad-input", what, proxyAddress);
  }
  // Every user of this machine sees the arguments of its processes.
  if (given?.includes("@")) {
    throw new FlightDeckError(
      "bad-input",
      "Do not give an address with a user or password as an argument.",
      proxyAddress,
    );
  }
  const address = urlFile === undefined ? given : await readAddress(cli, urlFile);
  const mode: ProxyMode | undefined =
    address !== undefined ? "address" : none ? "none" : automatic ? "automatic" : undefined;
  return withRecords(cli, command, async (database, dataDir) => {
    const vault = await openRecordsVault(cli, { database, dataDir });
    setProxy({ database, vault }, { mode, address, exceptions: except });
    return show(cli, database);
  });
}

async function readAddress(cli: Cli, urlFile: string): Promise<string> {
  const what = "file with the proxy's address";
  const hint = hintsOf("bad-input").proxyAddress;
  const { text } = await readNamedFile(cli, urlFile, { what, maxSizeBytes: 10_000, hint });
  return text;
}

async function trust(cli: Cli, command: Command, file: string): Promise<ExitCode> {
  const what = "file of certificates";
  const hint = hintsOf("bad-input").authorityFile;
  const { text } = await readNamedFile(cli, file, { what, maxSizeBytes: mostAuthorityChars, hint });
  return withRecords(cli, command, async (database) => {
    const added = addAuthorities(database, text);
    const view = describeNetwork(database, cli.env);
    const said =
      added === 0 ? "They were trusted already." : `${count(added, "authority", "authorities")} trusted from now on.`;
    await cli.output.result({ added, ...view }, () => [said, "", ...networkLines(view, cli.output)]);
    return exitCodes.done;
  });
}

function distrust(cli: Cli, command: Command, sha256: string): Promise<ExitCode> {
  return withRecords(cli, command, async (database) => {
    const subject = removeAuthority(database, sha256);
    await cli.output.result({ removed: subject }, () => [oneLine(`${subject} is not trusted any more.`)]);
    return exitCodes.done;
  });
}
