import { appendFileSync, cpSync } from "node:fs";
import { join } from "node:path";
import { defaultTemplateFolder } from "./template-set.ts";

/** Copies our own templates to a folder, with texts added at the end of some. */
export function copyTemplates(folder: string, added: { [template: string]: string } = {}): string {
  cpSync(defaultTemplateFolder(), folder, { recursive: true });
  for (const [template, text] of Object.entries(added)) appendFileSync(join(folder, template), text);
  return folder;
}
