import { z } from "zod";
import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { type Plan, planSchema } from "../../shared/plan.ts";
import { NestedTooDeeplyError, nestsTooDeeply, readNestedJson } from "../../shared/read-nested-json.ts";
import type { Cli } from "./cli-context.ts";
import { readNamedFile } from "./read-named-file.ts";

const maxPlanBytes = 200_000_000;

/** Reads a saved plan. @throws FlightDeckError bad-input naming the file and what is wrong with it */
export async function readPlanFile(cli: Cli, file: string): Promise<Plan> {
  const { path, text } = await readNamedFile(cli, file, {
    what: "plan",
    maxSizeBytes: maxPlanBytes,
    hint: hintsOf("bad-input").planPath,
  });
  const plan = planSchema.safeParse(parse(path, text));
  if (plan.success) return plan.data;
  throw notAPlan(path, z.prettifyError(plan.error).split("\n").slice(0, 2).join(" "));
}

function parse(path: string, text: string): unknown {
  try {
    // Editors on Windows may add a byte order mark, which JSON does not allow.
    return readNestedJson(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    if (error instanceof NestedTooDeeplyError) throw notAPlan(path, `it ${nestsTooDeeply}`);
    throw notAPlan(path, messageOf(error));
  }
}

function notAPlan(path: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `${path} is not a plan that this version can apply: ${why}`,
    hintsOf("bad-input").planFile,
  );
}
