import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createPackage } from "@electron/asar";

/** What electron-builder looks for in a binary to set fuses: Electron's sentinel, the version and the number of the fuses. */
const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseCount = 8;

/**
 * Makes a folder that looks like an Electron distribution for Linux, for machines that cannot download one. Its binary does nothing.
 * @param folder where to make it; it must not exist
 */
export async function makeStandInDistribution(folder: string): Promise<void> {
  for (const part of ["resources", "locales"]) mkdirSync(join(folder, part), { recursive: true });
  const fuses = Buffer.concat([Buffer.from([1, fuseCount]), Buffer.from("0".repeat(fuseCount))]);
  const binary = Buffer.concat([Buffer.from(`#!/bin/sh\n# ${sentinel}`), fuses, Buffer.from("\n")]);
  writeFileSync(join(folder, "electron"), binary, { mode: 0o755 });
  for (const file of ["version", "LICENSE", "LICENSES.chromium.html", "locales/en-US.pak", "chrome-sandbox"])
    writeFileSync(join(folder, file), "stand-in");
  const app = join(folder, "default-app");
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), "{}");
  await createPackage(app, join(folder, "resources/default_app.asar"));
}
