import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { messageOf } from "../../shared/errors.ts";
import { copyFailed } from "./copy-database.ts";
import type { CopyEnd, CopyJob } from "./copy-worker.ts";
import type { Database } from "./database.ts";
import { requireInPlace } from "./in-place.ts";
import { findMigrationsFolder } from "./migrations.ts";

/**
 * As `copyDatabase`, in a thread of its own, so that this one can do other work meanwhile. What is committed after the copy began is
 * not in it.
 * @param signal gives the copy up. SQLite cannot be interrupted in the middle of one: this returns when it no longer writes
 * @throws FlightDeckError backup-failed, database-missing; the reason of `signal`; what was written stays
 */
export async function copyInThread(db: Pick<Database, "sqlite">, path: string, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  // The thread opens the file by its name.
  requireInPlace(db);
  const job: CopyJob = { from: db.sqlite.name, to: path };
  const worker = new Worker(workerFile(), { workerData: job });
  const exited = new Promise((resolve) => worker.once("exit", resolve));
  const stop = () => void worker.terminate();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const problem = await problemOf(worker);
    await exited;
    signal?.throwIfAborted();
    if (problem !== null) throw copyFailed(path, problem);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function problemOf(worker: Worker): Promise<string | null> {
  return new Promise((resolve) => {
    worker.once("message", ({ problem }: CopyEnd) => resolve(problem));
    worker.once("error", (error) => resolve(messageOf(error)));
    worker.once("exit", () => resolve("its thread ended"));
  });
}

/** Beside this module when run from source; a separate entry in a bundle, outside the archive (see `render-in-worker`). */
function workerFile(): string {
  if (fileURLToPath(import.meta.url).endsWith(".ts")) return join(import.meta.dirname, "copy-worker.ts");
  const root = dirname(findMigrationsFolder()).replace(/app\.asar$/, "app.asar.unpacked");
  return join(root, "out", "main", "copy-worker.js");
}
