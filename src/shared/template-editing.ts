import { z } from "zod";
import type { TemplateCheck } from "./template-check.ts";
import type { TemplateSetRow } from "./template-history.ts";
import type { TemplatePreview, TemplateRow } from "./views.ts";

/* What the editor of templates asks and is told. */

/** Changed templates of a set that are not saved. */
export const templateDraftSchema = z.object({
  /** The set's folder; null is the built-in one. */
  folder: z.string().nullable(),
  /** The version that the changes were made to. */
  baseSha256: z.string(),
  /** The whole new text of each changed template; null for one that is deleted. */
  changes: z.record(z.string(), z.string().max(256_000).nullable()),
});
export type TemplateDraft = z.infer<typeof templateDraftSchema>;

/** A name that templates can use, and what an editor says of it. */
export type TemplateName = { name: string; detail: string };

export type TemplateEditing = {
  set: TemplateSetRow;
  sha256: string;
  sources: { [name: string]: string };
  templates: TemplateRow[];
  names: TemplateName[];
  /** The names of all templates that can make a file, there or not. */
  fileNames: string[];
};

export type DraftCheck = TemplateCheck & {
  /** The version that is in the folder now: another one than the draft's if something else changed it. */
  presentSha256: string;
  templates: TemplateRow[];
};

/** An agent's files, rendered with a draft. */
export type DraftPreview = TemplatePreview & {
  /** The same files as the saved templates render them; null where these cannot be rendered. */
  saved: { [fileName: string]: string } | null;
};
