import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { packageRoot } from "./package-root.ts";
import type { FailureReason } from "./render-failure.ts";
import type { RenderAnswer, RenderJob, WorkerMessage } from "./render-worker.ts";

/** An agent's files take about a millisecond; what is not done by then never will be. */
const maxJobMs = 3_000;

let worker: Worker | null = null;
let compiledVersion: string | null = null;
let lastJob: Promise<unknown> = Promise.resolve();

/**
 * Renders templates in the engine's thread, one job after the other. A job that crashes the engine or does not end costs
 * its own answer only: the next one gets a fresh thread. The thread never keeps the process alive.
 *
 * @throws FlightDeckError `internal` when the thread cannot be started.
 */
export function renderInWorker(job: RenderJob): Promise<RenderAnswer> {
  const answer = lastJob.then(() => runJob(job));
  lastJob = answer.catch(() => undefined);
  return answer;
}

async function runJob({ sources, ...job }: RenderJob): Promise<RenderAnswer> {
  const running = worker ?? (await startWorker());
  const message: WorkerMessage = { ...job, sources: compiledVersion === job.version ? null : sources };
  const answer = await askWorker(running, message);
  compiledVersion = "failure" in answer ? null : job.version;
  if (!("failure" in answer) || !endsWorker.has(answer.failure.reason)) return answer;
  worker = null;
  await running.terminate();
  return answer;
}

const endsWorker: ReadonlySet<FailureReason> = new Set(["too-slow", "too-much-memory"]);

function askWorker(running: Worker, message: WorkerMessage): Promise<RenderAnswer> {
  return new Promise((resolve) => {
    const end = (answer: RenderAnswer) => {
      clearTimeout(timer);
      running.off("message", end).off("error", crash);
      running.unref();
      resolve(answer);
    };
    const stop = (reason: FailureReason) =>
      end({ failure: { reason, template: null, line: null, expression: null, detail: null } });
    const crash = () => stop("too-much-memory");
    const timer = setTimeout(() => stop("too-slow"), maxJobMs);
    running.ref();
    running.on("message", end).on("error", crash);
    running.postMessage(message);
  });
}

/** Rendering leaves only garbage behind: small limits make the thread collect it instead of keeping hundreds of megabytes. */
const resourceLimits = { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 8 };

async function startWorker(): Promise<Worker> {
  compiledVersion = null;
  const started = new Worker(workerFile(), { resourceLimits });
  started.on("error", () => {
    if (worker === started) worker = null;
  });
  await once(started, "message").catch((error: unknown) => {
    throw new FlightDeckError(
      "internal",
      `The template engine could not be started: ${messageOf(error)}`,
      "Install Flight Deck again; if that does not help, report this text.",
    );
  });
  worker = started;
  return started;
}

/**
 * Beside this module while it runs from source; a bundle has it as an entry of its own. An installed app has it beside its
 * archive (electron-builder.yml): threads read no archive.
 */
function workerFile(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith(".ts")) return fileURLToPath(new URL("./render-worker.ts", import.meta.url));
  const root = packageRoot().replace(/app\.asar$/, "app.asar.unpacked");
  return join(root, "out", "main", "render-worker.js");
}
