import { posix, win32 } from "node:path";

export type PlaceFacts = {
  platform: NodeJS.Platform;
  home: string;
  env: { PATH?: string | undefined; LOCALAPPDATA?: string | undefined };
  isWritable: (folder: string) => boolean;
};

/** A folder that the command can be installed into. */
export type LauncherPlace = { folder: string; file: string; isOnPath: boolean };

/** Where Debian's package puts the command. */
export const packagedLauncher = "/usr/bin/flightdeck";

/** The folders for commands that this user may write to, the best one first. The first may not exist yet. */
export function launcherPlaces({ platform, home, env, isWritable }: PlaceFacts): LauncherPlace[] {
  const onPath = (env.PATH ?? "").split(platform === "win32" ? ";" : ":");
  if (platform === "win32") {
    const local = env.LOCALAPPDATA ?? win32.join(home, "AppData\\Local");
    const same = (one: string, other: string) => one.replace(/\\$/, "").toLowerCase() === other.toLowerCase();
    // Windows has the first one on the PATH of every user.
    const ofWindows = win32.join(local, "Microsoft\\WindowsApps");
    const folders = [...(isWritable(ofWindows) ? [ofWindows] : []), win32.join(local, "Flight Deck\\bin")];
    return folders.slice(0, 1).map((folder) => ({
      folder,
      file: win32.join(folder, "flightdeck.cmd"),
      isOnPath: onPath.some((one) => same(one, folder)),
    }));
  }
  const [ofUser, ofAll] = [posix.join(home, ".local/bin"), "/usr/local/bin"];
  return [ofUser, ...(isWritable(ofAll) ? [ofAll] : [])].map((folder) => ({
    folder,
    file: posix.join(folder, "flightdeck"),
    // Apps on macOS do not get the PATH of its shells, which all have this one.
    isOnPath: onPath.includes(folder) || (platform === "darwin" && folder === ofAll),
  }));
}
