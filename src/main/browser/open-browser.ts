import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { replacePrivateFile } from "../vault/private-files.ts";

/** By then a browser has read the file, or never will. */
const fileStaysMs = 60_000;

/**
 * Opens a link in the operator's browser, if one is likely: not in CI, not over SSH, not without a display. Never fails; the link
 * is printed anyway. The arguments of a program can be read by every user of the machine, so the browser gets the path of a
 * file that only the operator can read, and the file leads on to the link.
 * @param dataDir where the file is made; that of a host that was killed is removed
 * @returns removes the file; null if no browser is likely
 */
export function openBrowser(
  url: string,
  dataDir: string,
  env: NodeJS.ProcessEnv,
  platform = process.platform,
): (() => void) | null {
  const file = join(dataDir, "open-flight-deck.html");
  const remove = () => rmSync(file, { force: true });
  remove();
  const command = browserCommand(env, platform);
  if (!command) return null;
  try {
    replacePrivateFile(file, redirectPage(url));
  } catch {
    return null;
  }
  const [program, ...words] = command;
  const child = spawn(program, [...words, file], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
  setTimeout(remove, fileStaysMs).unref();
  return remove;
}

/** The command that opens a file in a browser, or null if no browser is likely. Pure. */
export function browserCommand(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]] | null {
  if (env.CI || env.SSH_CONNECTION) return null;
  if (platform === "darwin") return ["open"];
  // The empty word is the window title, for which `start` would otherwise use a quoted path.
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}

/** A page that leads on to a link. */
export function redirectPage(url: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Flight Deck</title>
</head>
<body><p><a href="${url}">Open Flight Deck</a></p></body>
</html>
`;
}
