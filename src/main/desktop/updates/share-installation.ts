import { join } from "node:path";
import { type Shared, shareFile } from "../../database/share-file.ts";

export type InstallationOptions = {
  platform: NodeJS.Platform;
  isPackaged: boolean;
  /** For the file that tells the processes of one another. */
  folder: string;
};

/**
 * Windows' installer ends every process of the installed app, also commands on other data folders. So each of them says that it is
 * there, until it ends. Elsewhere a process keeps the files that it has open, and nothing ends it.
 * @returns whether this process is the only one; it stays one of them as long as that is kept
 */
export function shareInstallation({ platform, isPackaged, folder }: InstallationOptions): Shared {
  if (platform !== "win32" || !isPackaged) return () => true;
  try {
    return shareFile(join(folder, "dev.flight-deck.desktop.in-use"));
  } catch (error) {
    // Everything but this works without it.
    console.error("Other processes of Flight Deck cannot be seen:", error);
    return () => true;
  }
}
