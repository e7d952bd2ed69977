import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import type { OpenedFile } from "../../shared/opened-file.ts";
import { planSchema } from "../../shared/plan.ts";
import { readNestedJson } from "../../shared/read-nested-json.ts";
import type { Database } from "../database/open-database.ts";
import { findRunPlan } from "../database/run-plans.ts";
import { readGivenFile, UnreadableFileError } from "../files/read-given-file.ts";

/** As an import and a plan may have. */
const maxSizeBytes = 200_000_000;

/** The files that the operator opened in this process. A page names them by an id, so it cannot ask for any other file. */
export class OpenedFiles {
  readonly #paths = new Map<string, string>();

  /** @returns the id */
  add(path: string): string {
    const id = randomUUID();
    this.#paths.set(id, path);
    return id;
  }

  /**
   * Reads a file as it is now.
   * @throws FlightDeckError not-found, bad-input
   */
  async read(database: Database, id: string): Promise<OpenedFile> {
    const path = this.#paths.get(id);
    if (path === undefined) {
      throw new FlightDeckError("not-found", "That file was opened before a restart.", hintsOf("not-found").openedFile);
    }
    const name = basename(path);
    const text = await readGivenFile(path, { maxSizeBytes }).catch((error: unknown) => {
      throw error instanceof UnreadableFileError ? unusable(`${name} ${error.message}`) : error;
    });
    const content = parse(name, text);
    if (!isRecord(content)) throw unusable(`${name} holds neither a fleet nor a plan`);
    if (content.format !== "flight-deck-plan") return { name, kind: "fleet", text };
    const plan = planSchema.safeParse(content);
    if (!plan.success) throw unusable(`${name} is a plan that this version cannot read`);
    // The sender could have changed the file's own summary.
    const stored = findRunPlan(database, plan.data.id);
    return { name, kind: "plan", plan: stored ?? plan.data, isMadeHere: stored !== undefined };
  }
}

function parse(name: string, text: string): unknown {
  try {
    // Editors on Windows may add a byte order mark, which JSON does not allow.
    return readNestedJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw unusable(`${name} cannot be read: ${messageOf(error)}`);
  }
}

function isRecord(content: unknown): content is { format?: unknown } {
  return typeof content === "object" && content !== null && !Array.isArray(content);
}

function unusable(what: string): FlightDeckError {
  return new FlightDeckError("bad-input", `${what}.`, hintsOf("bad-input").openedFile);
}
