import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { packageRoot } from "./package-root.ts";
import type { FailureReason, RenderFailure } from "./render-failure.ts";
import type { RenderAnswer, RenderJob, TemplateUse, WorkerAnswers, WorkerMessage } from "./render-worker.ts";

/** An agent's files take about a millisecond; a job that takes this long will never end. */
const maxWaitMs = 3_000;
/** Waiting jobs are sent together: the messages take longer than most of the jobs. */
const maxJobsAtOnce = 16;

type Waiting = {
  job: RenderJob;
  /** Another job in its batch did not end: it is sent alone now. */
  alone: boolean;
  resolve: (answer: RenderAnswer) => void;
  reject: (error: unknown) => void;
};

let worker: Worker | null = null;
let compiledVersion: string | null = null;
let queue: Waiting[] = [];
let isWorking = false;

/**
 * Renders templates in the engine's thread, in the order requested. A job that crashes the engine or does not end loses only
 * its own answer: the next one gets a new thread. The thread never keeps the process alive.
 * @throws FlightDeckError `internal` when the thread cannot be started.
 */
export function renderInWorker(job: RenderJob): Promise<RenderAnswer> {
  return new Promise((resolve, reject) => {
    queue.push({ job, alone: false, resolve, reject });
    if (!isWorking) void workOff();
  });
}

async function workOff(): Promise<void> {
  isWorking = true;
  while (queue.length > 0) {
    refuseKnown();
    const batch = nextBatch();
    queue = queue.slice(batch.length);
    try {
      const again = await render(batch);
      queue.unshift(...again);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
  isWorking = false;
}

/** The first in the queue, with those after it that use the same templates. */
function nextBatch(): Waiting[] {
  const [first] = queue;
  const end = queue.findIndex(
    ({ job, alone }, index) =>
      index === maxJobsAtOnce || (index > 0 && (alone || first?.alone)) || job.version !== first?.job.version,
  );
  return queue.slice(0, end === -1 ? queue.length : end);
}

/** @returns the jobs to render once more, because another one ended the thread. */
async function render(batch: Waiting[]): Promise<Waiting[]> {
  const running = worker ?? (await startWorker());
  const { version = "", sources = {} } = batch[0]?.job ?? {};
  const jobs = batch.map(({ job: { context, uses } }) => ({ context, uses }));
  const answers = await askWorker(running, { sources: compiledVersion === version ? null : sources, jobs });
  const failures = answers.flatMap((answer) => ("failure" in answer ? [answer.failure.reason] : []));
  compiledVersion = failures.length > 0 ? null : version;
  if (failures.some((reason) => endsWorker.has(reason))) {
    worker = null;
    await running.terminate();
    // It is not known which of them did not end.
    if (answers.length === 1 && batch.length > 1) return batch.map((waiting) => ({ ...waiting, alone: true }));
  }
  for (const [index, answer] of answers.entries()) batch[index]?.resolve(await blamed(batch[index].job, answer));
  return batch.slice(answers.length);
}

type Known = { failure: RenderFailure; untilMs: number };

/** Templates that ended the engine: each try costs seconds, and a fleet renders the same ones for every agent. */
const known = new Map<string, Known>();
/** A template may also have been slow because the machine was. */
const knownForMs = 60_000;

function keyOf({ version }: RenderJob, { name, source }: TemplateUse): string {
  return JSON.stringify([version, source === undefined ? name : { source }]);
}

/** Answers the waiting jobs with a template that ended the engine a moment ago. */
function refuseKnown(): void {
  if (known.size === 0) return;
  const now = Date.now();
  for (const [key, { untilMs }] of known) if (untilMs < now) known.delete(key);
  queue = queue.filter(({ job, resolve }) => {
    const use = job.uses.find((candidate) => known.has(keyOf(job, candidate)));
    const failure = use && known.get(keyOf(job, use))?.failure;
    if (failure) resolve({ failure: { ...failure, template: use.name } });
    return !failure;
  });
}

/** The answer with the template at fault, which one that was stopped from outside cannot name. */
async function blamed(job: RenderJob, answer: RenderAnswer): Promise<RenderAnswer> {
  if (!("failure" in answer) || !endsWorker.has(answer.failure.reason)) return answer;
  const { failure } = answer;
  const use =
    failure.template === null ? await findCulprit(job) : job.uses.find(({ name }) => name === failure.template);
  if (!use) return answer;
  const named = { ...failure, template: use.name };
  known.set(keyOf(job, use), { failure: named, untilMs: Date.now() + knownForMs });
  return { failure: named };
}

/** Renders the templates of a job one by one until one ends the engine again. */
async function findCulprit({ sources, context, uses }: RenderJob): Promise<TemplateUse | undefined> {
  for (const use of uses) {
    const running = await startWorker();
    const [answer] = await askWorker(running, { sources, jobs: [{ context, uses: [use] }] });
    worker = null;
    await running.terminate();
    if (answer && "failure" in answer && endsWorker.has(answer.failure.reason)) return use;
  }
  return undefined;
}

const endsWorker: ReadonlySet<FailureReason> = new Set(["too-slow", "too-much-memory"]);

function askWorker(running: Worker, message: WorkerMessage): Promise<WorkerAnswers> {
  return new Promise((resolve) => {
    let hasEnded = false;
    const end = (answers: WorkerAnswers) => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      running.off("message", end).off("error", crash);
      running.unref();
      resolve(answers);
    };
    const stop = (reason: FailureReason) =>
      end([{ failure: { reason, template: null, line: null, expression: null, detail: null } }]);
    const crash = () => stop("too-much-memory");
    // If this thread itself was blocked, the answer may be here already: it is read first.
    const timer = setTimeout(() => setImmediate(() => stop("too-slow")), maxWaitMs);
    running.ref();
    running.on("message", end).on("error", crash);
    running.postMessage(message);
  });
}

/** Rendering produces much garbage: low limits make the thread collect it instead of keeping hundreds of megabytes. */
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
      hintsOf("internal").installOrReport,
    );
  });
  worker = started;
  return started;
}

/**
 * Beside this module when run from source; a separate entry in a bundle. An installed app has it outside its archive
 * (electron-builder.yml), which threads cannot read.
 */
function workerFile(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith(".ts")) return fileURLToPath(new URL("./render-worker.ts", import.meta.url));
  const root = packageRoot().replace(/app\.asar$/, "app.asar.unpacked");
  return join(root, "out", "main", "render-worker.js");
}
