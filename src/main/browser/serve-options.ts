import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { refuseLostFlags } from "../cli/refuse-lost-flags.ts";

export type ServeOptions = {
  /** Absolute; null for the user's default. */
  dataDir: string | null;
  /** 0 for any free one; null for the one of the last time, where browsers still have their sessions. */
  port: number | null;
  resetPractice: boolean;
  /** Only print a link that opens the running host in another browser. */
  newLink: boolean;
};

const options = {
  "data-dir": { type: "string" },
  "new-link": { type: "boolean", default: false },
  port: { type: "string" },
  "reset-practice": { type: "boolean", default: false },
  serve: { type: "boolean", default: false },
} as const;

/**
 * Reads the browser host's options: `--data-dir DIR`, `--port N`, `--reset-practice`, `--new-link`; `--serve` is the option
 * that chose this host. FLIGHTDECK_DATA_DIR is the folder where none is given.
 * @throws FlightDeckError bad-input
 */
export function readServeOptions(words: string[], workingDir: string, env: NodeJS.ProcessEnv): ServeOptions {
  refuseLostFlags(
    Object.keys(options).map((name) => `--${name}`),
    words,
    env,
  );
  const { "data-dir": given, port, "reset-practice": resetPractice, "new-link": newLink } = parse(words);
  const dataDir = given || env.FLIGHTDECK_DATA_DIR;
  return {
    dataDir: dataDir ? resolve(workingDir, dataDir) : null,
    port: port === undefined ? null : portIn(port),
    resetPractice,
    newLink,
  };
}

function portIn(text: string): number {
  if (/^\d+$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw badInput(`--port ${text} is no port`);
}

function parse(words: string[]) {
  try {
    return parseArgs({ args: words, options }).values;
  } catch (error) {
    throw badInput(messageOf(error));
  }
}

function badInput(message: string): FlightDeckError {
  return new FlightDeckError("bad-input", message, hintsOf("bad-input").hostOptions);
}
