import { emptyBin } from "./database/bin/bin-entries.ts";
import type { RouterServices } from "./operations/operation-services.ts";

const lookEveryMs = 60 * 60_000;

/** Deletes for good what has been in the bin for long enough: now, and every hour. @returns stops it */
export function emptyBinInTime({
  database,
  changes,
  log,
}: Pick<RouterServices, "database" | "changes" | "log">): () => void {
  const look = () => {
    try {
      if (emptyBin(database, "expired") > 0) changes.emit("bin");
    } catch (err) {
      log.error({ err }, "the bin could not be emptied; this is tried again in an hour");
    }
  };
  look();
  const timer = setInterval(look, lookEveryMs).unref();
  return () => clearInterval(timer);
}
