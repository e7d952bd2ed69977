import { type DesktopOptions, readDesktopOptions } from "../desktop-options.ts";

/** The words of a command, and the data folder that they work on. */
export type CommandLine = DesktopOptions & { words: string[] };

/**
 * The command that the app was started for: `Flight Deck --cli -- list gateways`, as the installed `flightdeck` starts it. The two dashes
 * keep Chromium and Electron from reading the words as options of theirs.
 * @returns null for a start with a window
 */
export function readCommandLine(argv: readonly string[], env: NodeJS.ProcessEnv = process.env): CommandLine | null {
  const end = argv.indexOf("--");
  if (end < 1 || argv[end - 1] !== "--cli") return null;
  const words = argv.slice(end + 1);
  return { ...readDesktopOptions(["", ...words], process.cwd(), env), resetPractice: false, words };
}
