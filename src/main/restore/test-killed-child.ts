import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { beforeStatements } from "../database/test-statement-steps.ts";

/*
 * A process that copies or restores a database and kills itself: `node test-killed-child.ts DATA_DIR backup|restore STEP`. Each change
 * of a file, each statement and each copy is a step. With `middle` for STEP it waits to be killed within the copy, and says when that
 * begins. A process with fewer steps ends with 0.
 */

const [dataDir = "", task = "", step = ""] = process.argv.slice(2);
const changing = ["openSync", "fsyncSync", "linkSync", "renameSync", "rmSync", "chmodSync", "closeSync"] as const;

let done = 0;
function countStep(): void {
  if (done === Number(step)) process.kill(process.pid, "SIGKILL");
  done += 1;
}

function stepBefore(owner: object, name: string): void {
  const real = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
  Reflect.set(owner, name, function (this: unknown, ...args: unknown[]) {
    countStep();
    return real.apply(this, args);
  });
}

const { openDatabase } = await import("../database/open-database.ts");
const { makeBackup } = await import("../database/backups/make-backup.ts");
const { restoreBackup } = await import("./restore-backup.ts");

for (const name of changing) stepBefore(fs, name);
beforeStatements((sql) => {
  countStep();
  if (step === "middle" && sql.startsWith("VACUUM INTO")) fs.writeSync(1, "copying\n");
});
syncBuiltinESMExports();

if (task === "backup") makeBackup(openDatabase({ dataDir }), { dataDir, reason: "by-hand" });
else await restoreBackup({ dataDir, env: {}, wanted: "1" }, async () => {});
