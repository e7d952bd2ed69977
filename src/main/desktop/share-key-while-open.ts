import { app } from "electron";
import type { FaultLog } from "../operations/fault-log.ts";
import { shareKey } from "../vault/share-key.ts";

export type ShareKeyOptions = { dataDir: string; key: Buffer; log: FaultLog };

/** Lets the command line use the data folder while the window is open, even if the key is in the system's key store. */
export async function shareKeyWhileOpen({ dataDir, key, log }: ShareKeyOptions): Promise<void> {
  try {
    app.once("will-quit", await shareKey(dataDir, key));
  } catch (err) {
    // The window works without it.
    log.error({ err }, "the data key cannot be shared with the command line");
  }
}
