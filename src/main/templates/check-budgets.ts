import type { TemplateRules } from "../../shared/template-rules.ts";
import { workspaceFiles } from "../../shared/workspace-files.ts";

/** The operator's own budget for a file, by its name on a gateway; null for none. */
export function budgetOf(fileName: string, { budgets }: TemplateRules): number | null {
  const file = workspaceFiles.find((name) => name === fileName.replace(/\.md$/, ""));
  return (file && budgets[file]) ?? null;
}
