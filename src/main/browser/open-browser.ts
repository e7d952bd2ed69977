import { spawn } from "node:child_process";

/**
 * Opens an address in the operator's browser, if one is likely: not in CI, not over SSH, not without a display. Never fails;
 * the address is printed anyway.
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

/** The command that opens an address, or null if no browser is likely. Pure. */
export function browserCommand(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): [string, ...string[]] | null {
  if (env.CI || env.SSH_CONNECTION) return null;
  if (platform === "darwin") return ["open"];
  // The empty word is the window title, for which `start` would otherwise use a quoted address.
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ["xdg-open"] : null;
}
