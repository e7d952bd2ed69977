import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { beforeStatements } from "../database/test-statement-steps.ts";

/*
 * A process that copies or restores a database and kills itself: `node test-killed-child.ts DATA_DIR backup|restore STEP`. Each change
 * of a file, each statement and each copy of this thread is a step. With `middle` for STEP it is killed within the copy: a restore waits
 * for it, and says when the copy begins; a backup is copied by another thread, and kills itself. A process with fewer steps ends with 0.
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
const { backupsFolderOf } = await import("../database/backups/backup-files.ts");
const { restoreBackup } = await import("./restore-backup.ts");

/** Kills this process when the copy has a first page; it is not complete before this thread has put it into its place. */
async function killOnceCopied(folder: string): Promise<never> {
  const hasPages = (file: string) => file.startsWith("draft-") && fs.statSync(join(folder, file)).size > 0;
  while (true) {
    if (fs.readdirSync(folder).some(hasPages)) process.kill(process.pid, "SIGKILL");
    await turn();
  }
}

for (const name of changing) stepBefore(fs, name);
beforeStatements((sql) => {
  countStep();
  if (step === "middle" && sql.startsWith("VACUUM INTO")) fs.writeSync(1, "copying\n");
});
syncBuiltinESMExports();

if (task === "backup") {
  const made = makeBackup(openDatabase({ dataDir }), { dataDir, reason: "by-hand" });
  if (step === "middle") await killOnceCopied(backupsFolderOf(dataDir));
  await made;
} else await restoreBackup({ dataDir, env: {}, wanted: "1" }, async () => {});
