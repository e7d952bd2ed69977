import { readFileSync } from "node:fs";
import { openDatabase } from "../../src/main/database/open-database.ts";
import { MirrorPulls } from "../../src/main/mirror/mirror-pulls.ts";
import { setMirror } from "../../src/main/operations/mirror-source.ts";
import { openVault } from "../../src/main/vault/open-vault.ts";

/*
 * One step of the mirror's bench in a process of its own: DATA_DIR URL_FILE STEP. Prints one line of JSON with the time of the
 * step and the most memory that the process had.
 */
const [dataDir = "", urlFile = "", step = ""] = process.argv.slice(2);
const database = openDatabase({ dataDir });
const vault = openVault({ dataDir, env: {} });
const services = { database, vault, mirror: new MirrorPulls({ database, vault }) };
const startedAtMs = performance.now();
if (step === "set") await setMirror(services, { url: readFileSync(urlFile, "utf8"), tls: null, caPem: null });
const report = step === "set" ? null : await services.mirror.pull({ full: step === "full pull" });
const seconds = (performance.now() - startedAtMs) / 1000;
const rows = Object.values(report?.counts ?? {}).reduce(
  (sum, { added, changed, deleted }) => sum + added + changed + deleted,
  0,
);
console.log(JSON.stringify({ seconds, rows, memoryMb: process.resourceUsage().maxRSS / 1024 }));
database.close();
