import { z } from "zod";
import { workspaceFiles } from "./workspace-files.ts";

/** Rules of the operator's own for what agents' files say. Whatever breaks one is warned about; a sync writes it all the same. */
export const templateRulesSchema = z.object({
  /** Compared without regard to case and to the kind of white space. */
  forbidden: z
    .array(z.string().trim().min(2, "is shorter than 2 characters").max(200, "is longer than 200 characters"))
    .max(200, "are more than 200"),
  /** How many characters a file may have. */
  budgets: z.partialRecord(z.enum(workspaceFiles), z.number().int().min(1).max(1_000_000)),
});
export type TemplateRules = z.infer<typeof templateRulesSchema>;

export const noTemplateRules: TemplateRules = { forbidden: [], budgets: {} };
