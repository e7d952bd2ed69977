import { once } from "node:events";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { refuseLostFlags } from "../src/main/cli/refuse-lost-flags.ts";
import { takeEnvironment } from "../src/main/vault/take-environment.ts";
import { FlightDeckError } from "../src/shared/errors.ts";
import { hintForTerminal } from "../src/shared/hint-words.ts";
import { awaitedSignals } from "../src/shared/stop-signals.ts";
import { startRealGateway } from "./real-gateway/start-real-gateway.ts";
import { writeSampleFleet } from "./real-gateway/write-sample-fleet.ts";

const usage = `Runs an OpenClaw gateway on this machine to try Flight Deck on.

Usage: npm run gateway [-- options]

  --version V   which OpenClaw (default: 2026.9.6); installed from npm into .cache the first time
  --port P      the port on 127.0.0.1 (default: a free one)
  --practice    the built-in practice gateway instead: starts at once, keeps everything in memory
  --help        this text
`;

const env = takeEnvironment(); // npm, which installs a gateway, does not get the data key
try {
  const options = readOptions();
  if (options.help) process.stdout.write(usage);
  else if (options.practice) await runPractice(options);
  else await runReal(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode ||= 1;
}

type Options = { help: boolean; practice: boolean; version: string; port: number | undefined };

function readOptions(): Options {
  try {
    refuseLostFlags(["--port", "--practice"], process.argv.slice(2), env);
    const { values } = parseArgs({
      options: {
        version: { type: "string", default: "2026.9.6" },
        port: { type: "string" },
        practice: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      throw new Error(`--port ${values.port} is not a port: use a number from 1 to 65535.`);
    }
    return { ...values, port };
  } catch (error) {
    process.exitCode = 2;
    const hint = error instanceof FlightDeckError ? ` ${hintForTerminal(error.hint)}` : "";
    throw new Error(`${error instanceof Error ? error.message : error}${hint}\n\n${usage}`);
  }
}

async function runPractice({ version, port }: Options): Promise<void> {
  const { runPracticeGateway } = await import("../src/practice-gateway/run-practice-gateway.ts");
  await runPracticeGateway({ version, ...(port === undefined ? {} : { port }) });
}

async function runReal({ version, port }: Options): Promise<void> {
  // Listen first: Ctrl-C while the gateway starts must not leave it behind.
  const stopAsked = Promise.race(awaitedSignals.map((signal) => once(process, signal)));
  const starting = startRealGateway({ version, ...(port === undefined ? {} : { port }) });
  const gateway = await Promise.race([starting, stopAsked.then(() => undefined)]);
  if (!gateway) process.exit(130); // its exit handler ends the gateway

  const { path, gatewayName } = writeSampleFleet(gateway);
  const cli = `npx flightdeck --data-dir ${relative(process.cwd(), join(gateway.stateFolder, "flight-deck"))}`;
  console.log(`OpenClaw ${version}`);
  console.log(`URL    ${gateway.url}`);
  console.log(`Token  ${gateway.token}`);
  console.log(`Log    ${relative(process.cwd(), gateway.logPath)}`);
  console.log("\nTry it from another terminal, with a sample fleet of twelve agents:");
  console.log(`  ${cli} import ${relative(process.cwd(), path)}`);
  console.log(`  ${cli} sync --gateway "${gatewayName}"`);
  console.log("\nCtrl-C stops it and deletes all its data.");

  await stopAsked;
  console.log("Stopping ...");
  await gateway.stop();
}
