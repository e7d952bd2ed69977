import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import { Environment, initSync } from "minijinja-js/dist/web/minijinja_js.js";
import { messageOf } from "../../shared/errors.ts";
import { limitWasmMemory } from "./limit-wasm-memory.ts";
import { failedInclude, type RenderFailure, readFailure } from "./render-failure.ts";
import type { RenderContext } from "./render-input.ts";
import { withStrictNames } from "./strict-names.ts";

/**
 * A separate thread for the template engine, because templates are untrusted: fuel ends a loop, but a single step over a list
 * of a billion entries can only be ended from outside, and a crash of the engine leaves it unusable.
 */

/** A template by its name in the set, or an agent's own with the name to show in errors. */
export type TemplateUse = { name: string; source?: string };

export type RenderJob = {
  /** Identifies the set; the worker keeps the last one compiled. */
  version: string;
  /** Template name -> source. */
  sources: { [name: string]: string };
  context: RenderContext;
  uses: TemplateUse[];
};

export type RenderAnswer = { contents: string[] } | { failure: RenderFailure };

/** Jobs with one set of templates, whose sources are sent only if the worker does not have the set. */
export type WorkerMessage = {
  sources: RenderJob["sources"] | null;
  jobs: Pick<RenderJob, "context" | "uses">[];
};

/** One answer per job, in order; if one crashed the engine, its answer is the last. */
export type WorkerAnswers = RenderAnswer[];

/** About a thousand times what a real template needs. */
const maxSteps = 100_000;
const maxOutputChars = 1_000_000;
const maxMemoryPages = 1024;
const maxIncludeDepth = 20;

// The engine prints a stack trace here when it crashes; the answer says enough.
console.error = () => {};

const wasmFile = createRequire(import.meta.url).resolve("minijinja-js/dist/web/minijinja_js_bg.wasm");
initSync({ module: limitWasmMemory(readFileSync(wasmFile), maxMemoryPages) });

let environment = new Environment();
let globalNames: string[] = [];

parentPort?.on("message", (message: WorkerMessage) => parentPort?.postMessage(answers(message)));
parentPort?.postMessage("ready");

function answers({ sources, jobs }: WorkerMessage): WorkerAnswers {
  if (sources !== null) {
    try {
      compile(sources);
    } catch (error) {
      return jobs.map(() => ({ failure: failureOf(error, null) }));
    }
  }
  const done: WorkerAnswers = [];
  for (const job of jobs) {
    const answer = renderJob(job);
    done.push(answer);
    if ("failure" in answer && answer.failure.reason === "too-much-memory") break;
  }
  return done;
}

function renderJob({ context, uses }: WorkerMessage["jobs"][number]): RenderAnswer {
  setGlobals(context);
  const contents: string[] = [];
  for (const use of uses) {
    const result = renderOne(use);
    if (typeof result !== "string") return { failure: result };
    contents.push(result);
  }
  return { contents };
}

function compile(sources: RenderJob["sources"]): void {
  environment.free();
  environment = new Environment();
  globalNames = [];
  environment.undefinedBehavior = "strict";
  environment.keepTrailingNewline = true;
  environment.fuel = maxSteps;
  environment.enablePyCompat();
  for (const [name, source] of Object.entries(sources)) environment.addTemplate(name, strictOrAsIs(name, source));
}

/** A template that the engine refuses is refused in its own words. */
function strictOrAsIs(name: string, source: string): string {
  const strict = withStrictNames(source);
  if (strict === source) return source;
  const trial = new Environment();
  try {
    trial.addTemplate(name, strict);
    return strict;
  } catch {
    return source;
  } finally {
    trial.free();
  }
}

/** The context is set as globals, once for all files of an agent: passing it to each render takes four times as long. */
function setGlobals(context: RenderContext): void {
  for (const name of globalNames) environment.removeGlobal(name);
  globalNames = Object.keys(context);
  for (const [name, value] of Object.entries(context)) environment.addGlobal(name, value);
}

function renderOne(use: TemplateUse): string | RenderFailure {
  try {
    const content = render(use);
    if (content.length <= maxOutputChars) return content;
    return { reason: "too-large", template: use.name, line: null, expression: null, detail: null };
  } catch (error) {
    if (isCrash(error)) return failureOf(error, use.name);
    return explain(use, []) ?? failureOf(error, use.name);
  }
}

/** Renders once more to find the place for the message, through the includes to the template at fault. */
function explain(use: TemplateUse, outer: string[]): RenderFailure | null {
  const chain = [...outer, use.name];
  environment.debug = true;
  try {
    render(use);
    return null;
  } catch (error) {
    const included = failedInclude(messageOf(error));
    if (included !== null && chain.includes(included)) return includesItself(use.name, [...chain, included]);
    const inner = included === null || chain.length > maxIncludeDepth ? null : explain({ name: included }, chain);
    return inner ?? failureOf(error, use.name);
  } finally {
    environment.debug = false;
  }
}

function includesItself(template: string, chain: string[]): RenderFailure {
  const loop = chain.slice(chain.indexOf(chain.at(-1) ?? ""));
  return { reason: "includes-itself", template, line: null, expression: null, detail: loop.join(" -> ") };
}

function render({ name, source }: TemplateUse): string {
  const noContext = {};
  return source === undefined
    ? environment.renderTemplate(name, noContext)
    : environment.renderNamedStr(name, strictOrAsIs(name, source), noContext);
}

function failureOf(error: unknown, template: string | null): RenderFailure {
  if (!isCrash(error)) return readFailure(messageOf(error));
  return { reason: "too-much-memory", template, line: null, expression: null, detail: null };
}

/** The engine's own errors are plain Errors; anything else is a trap that leaves it unusable. */
function isCrash(error: unknown): boolean {
  return !(error instanceof Error) || error.constructor !== Error;
}
