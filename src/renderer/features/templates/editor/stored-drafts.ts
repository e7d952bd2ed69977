import { isJsonObject } from "../../../../shared/is-json-object.ts";

/** Changed templates of a set, and the version that they were made to. */
export type StoredDraft = { baseSha256: string; changes: { [name: string]: string | null } };

const storageKey = "flight-deck.template-drafts";

/** The draft of a set from an earlier visit. @param folder null for the built-in set */
export function readDraft(folder: string | null): StoredDraft | null {
  return readAll()[folder ?? ""] ?? null;
}

/** Keeps the draft of a set for the next visit; null forgets it. @returns false if there is no room for it */
export function keepDraft(folder: string | null, draft: StoredDraft | null): boolean {
  const { [folder ?? ""]: _, ...others } = readAll();
  try {
    localStorage.setItem(storageKey, JSON.stringify(draft ? { ...others, [folder ?? ""]: draft } : others));
    return true;
  } catch {
    return false;
  }
}

/** The set is in another folder now. */
export function moveDraft(from: string, to: string): void {
  const draft = readDraft(from);
  if (draft && keepDraft(to, draft)) keepDraft(from, null);
}

function readAll(): { [folder: string]: StoredDraft } {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    if (!isJsonObject(stored)) return {};
    return Object.fromEntries(Object.entries(stored).flatMap(([folder, draft]) => draftOf(folder, draft)));
  } catch {
    return {};
  }
}

function draftOf(folder: string, draft: unknown): [string, StoredDraft][] {
  if (!isJsonObject(draft) || typeof draft.baseSha256 !== "string" || !isJsonObject(draft.changes)) return [];
  const changes = Object.entries(draft.changes).filter(
    (one): one is [string, string | null] => one[1] === null || typeof one[1] === "string",
  );
  return [[folder, { baseSha256: draft.baseSha256, changes: Object.fromEntries(changes) }]];
}
