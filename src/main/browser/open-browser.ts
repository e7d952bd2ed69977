import { spawn } from "node:child_process";

/**
 * Opens an address in the operator's browser, where there is one to be expected: not in CI, not over SSH, not without a
 * display. Never fails; the address is printed anyway.
 *
 * @returns whether it was tried
 */
export function openBrowser(url: string, env: NodeJS.ProcessEnv, platform = process.platform): boolean {
  const command = browserCommand(env, platform);
  if (!command) return false;
  const [program, ...words] = command;
  const child = spawn(program, [...words, url], { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
  return true;
}

/** The command that opens an address, or null where no browser is to be expected. Pure. */
export function browserCommand(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]] | null {
  if (env.CI || env.SSH_CONNECTION) return null;
  if (platform === "darwin") return ["open"];
  // The empty word is the title of the window that `start` would take from a quoted address.
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}
