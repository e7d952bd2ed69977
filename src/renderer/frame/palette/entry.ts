import { navigate } from "../../router/use-location.ts";

export type EntryKind = "action" | "gateway" | "board" | "agent" | "run";

export type Entry = {
  /** Unique among all entries. */
  id: string;
  kind: EntryKind;
  title: string;
  detail: string;
  /** Searched besides title and detail. */
  keywords: string;
  run: () => void;
};

/** Something to do. @param id unique among the actions */
export function actionEntry(id: string, title: string, detail: string, run: () => void, keywords = ""): Entry {
  return { id: `action:${id}`, kind: "action", title, detail, keywords, run };
}

/** A page to open. It is also found by the id of what it shows. */
export function pageEntry(kind: EntryKind, id: string, title: string, detail: string, path: string): Entry {
  return { id: `${kind}:${id}`, kind, title, detail, keywords: id, run: () => navigate(path) };
}
