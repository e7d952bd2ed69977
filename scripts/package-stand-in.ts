import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs, promisify } from "node:util";
import { describePackage } from "./package/describe-package.ts";
import { makeStandInDistribution } from "./package/stand-in-distribution.ts";

/**
 * `npm run package:stand-in -- --output DIR`: packs the built app as `npm run package` does, around a stand-in for Electron, and
 * lists what is in it. DIR is overwritten; by default it is dist/stand-in.
 */
const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { output: { type: "string", default: join(root, "dist/stand-in") } } });
const output = resolve(values.output);
const work = mkdtempSync(join(tmpdir(), "flight-deck-package-"));
try {
  const distribution = join(work, "distribution");
  await makeStandInDistribution(distribution);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const settings = [`-c.electronDist=${distribution}`, `-c.directories.output=${output}`, "--publish", "never"];
  const builder = join(root, "node_modules/electron-builder/cli.js");
  await promisify(execFile)(process.execPath, [builder, "--linux", "dir", ...settings], { cwd: root });
  console.log(describePackage(join(output, "linux-unpacked")));
} finally {
  rmSync(work, { recursive: true, force: true });
}
