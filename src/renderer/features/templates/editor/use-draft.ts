import { useEffect, useState } from "react";
import type { TemplateDraft, TemplateEditing } from "../../../../shared/template-editing.ts";
import { keepDraft, readDraft, type StoredDraft } from "./stored-drafts.ts";

export type Draft = {
  /** The draft as main is asked about it. */
  given: TemplateDraft;
  changedNames: string[];
  isChanged: boolean;
  /** False if the browser has no room for it: a reload would lose it. */
  isKept: boolean;
  /** Something else changed the folder since the draft began. */
  isMoved: boolean;
  textOf: (name: string) => string;
  edit: (name: string, text: string) => void;
  /** Deletes a template, or a new one that is not saved. */
  remove: (name: string) => void;
  rename: (name: string, to: string) => void;
  /** Whether the draft deletes this template. */
  isRemoved: (name: string) => boolean;
  /** The templates there are with this draft, and those that it deletes, in order. */
  allNames: string[];
  /** Takes back the changes of one template, or of all. */
  discard: (name?: string) => void;
  /** Keeps the changes, now made to what is in the folder. */
  rebase: () => void;
  /** Counts up when texts change by something else than typing: editors show them anew. */
  revision: number;
};

/** The draft of a set, kept for later visits until it is saved or discarded. */
export function useDraft({ set: { folder }, sha256, sources }: TemplateEditing): Draft {
  const [stored, setStored] = useState<StoredDraft>(() => readDraft(folder) ?? { baseSha256: sha256, changes: {} });
  const [isKept, setKept] = useState(true);
  const [revision, setRevision] = useState(0);
  const changedNames = Object.keys(stored.changes).sort();
  const isChanged = changedNames.length > 0;
  // A draft without changes is of what is there.
  const baseSha256 = isChanged ? stored.baseSha256 : sha256;
  useEffect(() => {
    setKept(keepDraft(folder, isChanged ? stored : null));
  }, [folder, stored, isChanged]);
  const change = (changes: StoredDraft["changes"]) => setStored({ baseSha256, changes });
  const without = (name: string): StoredDraft["changes"] => {
    const { [name]: _, ...others } = stored.changes;
    return Object.hasOwn(sources, name) ? { ...others, [name]: null } : others;
  };
  return {
    given: { folder, baseSha256, changes: stored.changes },
    changedNames,
    isChanged,
    isKept,
    isMoved: baseSha256 !== sha256,
    textOf: (name) => stored.changes[name] ?? sources[name] ?? "",
    remove(name) {
      change(without(name));
      setRevision(revision + 1);
    },
    rename(name, to) {
      change({ ...without(name), [to]: stored.changes[name] ?? sources[name] ?? "" });
    },
    isRemoved: (name) => stored.changes[name] === null,
    allNames: [...new Set([...Object.keys(sources), ...changedNames])].sort(),
    edit(name, text) {
      const { [name]: _, ...others } = stored.changes;
      change(text === sources[name] ? others : { ...others, [name]: text });
    },
    discard(name) {
      const { [name ?? ""]: _, ...others } = stored.changes;
      // A save may already have taken this set off the screen.
      if (name === undefined) keepDraft(folder, null);
      change(name === undefined ? {} : others);
      setRevision(revision + 1);
    },
    rebase() {
      const still = Object.entries(stored.changes).filter(([name, text]) => text !== (sources[name] ?? null));
      setStored({ baseSha256: sha256, changes: Object.fromEntries(still) });
    },
    revision,
  };
}
