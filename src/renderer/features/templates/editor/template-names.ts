import type { TemplateRow } from "../../../../shared/views.ts";
import type { Draft } from "./use-draft.ts";

/* What the names of templates mean, in words for the editor. */

const roleWords = { worker: "agents", lead: "leads", main: "main agents" } as const;

type Made = { role: keyof typeof roleWords | "shared"; file: string };

function madeBy(name: string): Made | null {
  const [, prefix, file = ""] = /^(BOARD|LEAD|MAIN)_([A-Z]+)\.md\.j2$/.exec(name) ?? [];
  if (prefix === undefined) return null;
  return { role: prefix === "BOARD" ? "shared" : prefix === "LEAD" ? "lead" : "main", file };
}

export function isPart(name: string): boolean {
  return /^PART_[A-Z0-9_]+\.md\.j2$/.test(name);
}

/** The file of a part, from what was typed as its name. */
export function partName(typed: string): string {
  return `PART_${typed
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, "_")}.md.j2`;
}

/** Why a part cannot have this name; null if it can. */
export function partFault(typed: string, draft: Pick<Draft, "allNames" | "isRemoved">): string | null {
  const name = partName(typed);
  if (!isPart(name)) return "Letters, digits and underscores, at least one.";
  if (name.length > 90) return "It is too long.";
  return draft.allNames.includes(name) && !draft.isRemoved(name) ? `There is a ${name} already.` : null;
}

/** The template that makes the same file while this one is not there. */
export function basisOf(name: string): string | null {
  const made = madeBy(name);
  return made && made.role !== "shared" ? `BOARD_${made.file}.md.j2` : null;
}

/** What a new template is for. */
export function purposeOf(name: string): string {
  const made = madeBy(name);
  if (!made) return `No file is made from it. Templates include it with {% include "${name}" %}.`;
  const { role, file } = made;
  if (role === "shared") return `It makes ${file} of all agents whose kind has no template of its own for it.`;
  return `It makes ${file} of ${roleWords[role]}, in place of BOARD_${file}.md.j2, and begins with the text of that one.`;
}

/** Whether a set can be without a template, and what that would mean. @param there the names of the set's templates */
export function deletionOf({ name, roles }: TemplateRow, there: string[]): { isAllowed: boolean; words: string } {
  const made = madeBy(name);
  if (!made || roles.length === 0) {
    const words = "No file is made from it directly. Where another template includes it, the check says so.";
    return { isAllowed: true, words: `${words} Nothing is deleted on gateways.` };
  }
  const basis = basisOf(name);
  if (basis !== null && there.includes(basis)) {
    const whose = roles.map((role) => roleWords[role]).join(" and ");
    const words = `${made.file} of ${whose} is made from ${basis} then, and the next sync writes it where it differs.`;
    return { isAllowed: true, words: `${words} Nothing is deleted on gateways.` };
  }
  const words = `Every set needs it: ${made.file} is made from it, and a set without it cannot be used.`;
  return {
    isAllowed: false,
    words: `${words} To write no such file, make the template empty: an empty file is not written, and one that is on a gateway stays there as it is.`,
  };
}
