import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import type { LabelsReport, LabelUse } from "./labels.ts";

/** The part of the contract about labels. */
export const labelsContract = {
  /** Every label in use, the most used first. */
  list: base.output(returns<LabelUse[]>()),
  /** Adds and removes labels: of all these records, or of none if one cannot have them. */
  change: base
    .input(
      z.object({
        agentIds: z.array(z.string()).default([]),
        boardIds: z.array(z.string()).default([]),
        add: z.array(z.string()).max(100).default([]),
        remove: z.array(z.string()).max(100).default([]),
      }),
    )
    .output(returns<LabelsReport>()),
};
