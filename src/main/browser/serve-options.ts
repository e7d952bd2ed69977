import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";

export type ServeOptions = { dataDir: string | null; port: number; resetPractice: boolean };

/**
 * Reads the browser host's options: `--data-dir DIR`, `--port N`, `--reset-practice`; `--serve` is the option that chose this
 * host.
 * @throws FlightDeckError bad-input
 */
export function readServeOptions(words: string[], workingDir: string): ServeOptions {
  const { "data-dir": dataDir, port, "reset-practice": resetPractice } = parse(words);
  const portNumber = Number(port);
  if (!/^\d+$/.test(port) || portNumber > 65_535) throw badInput(`--port ${port} is no port`);
  return { dataDir: dataDir ? resolve(workingDir, dataDir) : null, port: portNumber, resetPractice };
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        "data-dir": { type: "string" },
        port: { type: "string", default: "0" },
        "reset-practice": { type: "boolean", default: false },
        serve: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw badInput(messageOf(error));
  }
}

function badInput(message: string): FlightDeckError {
  return new FlightDeckError("bad-input", message, hintsOf("bad-input").hostOptions);
}
