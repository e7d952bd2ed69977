import { readFileSync } from "node:fs";
import { openDatabase } from "../../src/main/database/open-database.ts";
import { MirrorPulls } from "../../src/main/mirror/mirror-pulls.ts";
import { setMirror } from "../../src/main/operations/change-mirror.ts";
import { pushMirror } from "../../src/main/operations/push-mirror.ts";
import { openVault } from "../../src/main/vault/open-vault.ts";

/*
 * One step of the mirror's bench in a process of its own: DATA_DIR URL_FILE STEP CHANGES. Prints one line of JSON with the time
 * of the step and the most memory that the process had.
 */
const [dataDir = "", urlFile = "", step = "", changes = "0"] = process.argv.slice(2);
const database = openDatabase({ dataDir });
const vault = openVault({ dataDir, env: {} });
const services = { database, vault, mirror: new MirrorPulls({ database, vault }) };
if (step === "push") {
  const change = database.sqlite.prepare(
    "UPDATE agents SET name = name || '?' WHERE id IN (SELECT id FROM agents LIMIT ?)",
  );
  change.run(Number(changes));
}
const startedAtMs = performance.now();
const rows = await carryOut();
const seconds = (performance.now() - startedAtMs) / 1000;
console.log(JSON.stringify({ seconds, rows, memoryMb: process.resourceUsage().maxRSS / 1024 }));
database.close();

/** @returns how many rows changed */
async function carryOut(): Promise<number> {
  if (step === "set") {
    await setMirror(services, { url: readFileSync(urlFile, "utf8"), tls: null, caPem: null });
    return 0;
  }
  if (step === "push") {
    await pushMirror(services);
    return Number(changes);
  }
  const { counts } = await services.mirror.pull({ full: step === "full pull" });
  return Object.values(counts).reduce((sum, { added, changed, deleted }) => sum + added + changed + deleted, 0);
}
