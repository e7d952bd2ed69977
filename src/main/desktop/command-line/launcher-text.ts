import { win32 } from "node:path";
import { shellWord } from "../../cli/shell-word.ts";

/** In every launcher, so that no other file is taken for one. */
export const launcherMark = "Flight Deck's command line tool";

export type LauncherTextOptions = {
  platform: NodeJS.Platform;
  /** The app's program. */
  program: string;
  /** Windows' folder for programs of this user. */
  localAppData?: string | undefined;
};

/**
 * The file `flightdeck`, which starts the installed app for one command. The two dashes keep Chromium from reading the words, which may be
 * options of its own. A Linux without a display has no window system to ask, and a command needs none.
 */
export function launcherText({ platform, program, localAppData }: LauncherTextOptions): string {
  if (platform === "win32") return cmdText(program, localAppData);
  const switches = platform === "linux" ? " --ozone-platform=headless --disable-gpu" : "";
  return `#!/bin/sh
# ${launcherMark}: made by the app's menu Help, which also removes it.
program=${shellWord(program, "sh")}
if [ ! -x "$program" ]; then
  echo "flightdeck: Flight Deck is not at $program any more. Install the command line tool again with its menu Help." >&2
  exit 127
fi
exec "$program"${switches} --cli -- "$@"
`;
}

/** A script of cmd waits for a program with windows, and ends with its exit code. */
function cmdText(program: string, localAppData: string | undefined): string {
  // cmd reads a script in the console's code page, in which the name of a user may have other letters. A variable has none.
  const isBelow = localAppData !== undefined && program.toLowerCase().startsWith(`${localAppData.toLowerCase()}\\`);
  const below = isBelow ? program.slice(localAppData.length) : program;
  const path = `${isBelow ? "%LOCALAPPDATA%" : ""}${below.replaceAll("%", "%%")}`;
  return [
    "@echo off",
    `rem ${launcherMark}: made by the app's menu Help, which also removes it.`,
    `if not exist "${path}" (`,
    `  echo flightdeck: ${win32.basename(program)} is not there any more. Install the command line tool again with its menu Help. 1>&2`,
    "  exit /b 127",
    ")",
    `"${path}" --cli -- %*`,
    "",
  ].join("\r\n");
}
