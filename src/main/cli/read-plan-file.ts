import { readFileSync } from "node:fs";
import { z } from "zod";
import { FlightDeckError, messageOf } from "../../shared/errors.ts";
import { type Plan, planSchema } from "../../shared/plan.ts";
import { absolutePath, type Cli } from "./cli.ts";

/** Reads a saved plan. @throws FlightDeckError bad-input naming the file and what is wrong with it */
export function readPlanFile(cli: Cli, file: string): Plan {
  const path = absolutePath(cli, file);
  const plan = planSchema.safeParse(parse(path));
  if (plan.success) return plan.data;
  throw notAPlan(path, z.prettifyError(plan.error).split("\n").slice(0, 2).join(" "));
}

function parse(path: string): unknown {
  const text = read(path);
  try {
    // Editors on Windows put a byte order mark in front, which JSON does not know.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw notAPlan(path, messageOf(error));
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const isAbsent = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new FlightDeckError(
      "bad-input",
      isAbsent ? `There is no file ${path}.` : `The plan ${path} cannot be read: ${messageOf(error)}`,
      "Check the path; `plan save FILE --gateway NAME` makes a plan.",
    );
  }
}

function notAPlan(path: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `${path} is not a plan that this version can apply: ${why}`,
    "`plan save FILE --gateway NAME` makes one.",
  );
}
