// Runs before every npm script and installs what is missing. It is the first thing a fresh clone runs, on any Node from version
// 20 on, so it is plain JavaScript without dependencies. All its output goes to stderr, because the stdout of `npm run -s cli`
// belongs to the command line.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findMissing } from "./prepare/find-missing.mjs";

const root = resolve(fileURLToPath(import.meta.url), "../..");

// An install continues when its output is no longer read (`npm test 2>&1 | head`).
process.stderr.on("error", () => {});

// Installers that run from here have no use for the data key.
delete process.env.FLIGHTDECK_KEY;

try {
  if (findMissing(root)) {
    const { installMissing } = await import("./prepare/install-missing.mjs");
    const { withInstallLock } = await import("./prepare/with-install-lock.mjs");
    await withInstallLock(root, () => installMissing(root));
  }
} catch (error) {
  process.stderr.write(`flight-deck: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = error?.exitCode ?? 1;
}
