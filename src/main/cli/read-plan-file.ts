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
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw notAPlan(path, messageOf(error));
  }
}

function notAPlan(path: string, why: string): FlightDeckError {
  return new FlightDeckError(
    "bad-input",
    `${path} is not a plan that this version can apply: ${why}`,
    "`plan save FILE --gateway NAME` makes one.",
  );
}
