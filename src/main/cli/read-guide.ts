import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type GuidePage, guideIndex, guidePagesIn, guideReferences } from "../../shared/guide.ts";
import { packageRoot } from "../templates/package-root.ts";

/** The Markdown of a page of the guide; null if there is none of that name. A package has these files as a clone does. */
export function readGuidePage(name: string): string | null {
  if (!/^[\w-]+$/.test(name)) return null;
  const isBeside = guideReferences.some((reference) => reference === name);
  const path = isBeside ? `${name}.md` : `guide/${name === guideIndex ? "README" : name}.md`;
  const file = join(packageRoot(), "docs", path);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

/** The pages that the guide's index lists, in its order. */
export function listGuidePages(): GuidePage[] {
  return guidePagesIn(readGuidePage(guideIndex) ?? "");
}
