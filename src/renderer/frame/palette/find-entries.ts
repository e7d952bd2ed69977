import type { Entry, EntryKind } from "./entry.ts";

/** An entry with its searchable text, prepared once and not at every keystroke. */
export type IndexedEntry = { entry: Entry; title: string; text: string };

export function indexEntries(entries: Entry[]): IndexedEntry[] {
  return entries.map((entry) => ({
    entry,
    title: entry.title.toLowerCase(),
    text: `${entry.title} ${entry.detail} ${entry.keywords}`.toLowerCase(),
  }));
}

/** Among entries that match equally well, actions come first, and agents last because there are many. */
const kindOrder: EntryKind[] = ["action", "gateway", "board", "run", "agent"];

/**
 * The entries that contain every word of a query, best first: titles that begin with it, then titles with a word that begins
 * with it, then titles that contain it, then the rest.
 *
 * @param limit the maximum number of entries
 */
export function findEntries(index: IndexedEntry[], query: string, limit: number): Entry[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const text = words.join(" ");
  const ranks: IndexedEntry[][] = [];
  for (const candidate of index) {
    if (!words.every((word) => candidate.text.includes(word))) continue;
    const rank = rankOf(candidate, text) * kindOrder.length + kindOrder.indexOf(candidate.entry.kind);
    ranks[rank] ??= [];
    const peers = ranks[rank];
    if (peers.length < limit) peers.push(candidate);
  }
  return ranks
    .flat()
    .filter(Boolean)
    .slice(0, limit)
    .map(({ entry }) => entry);
}

function rankOf({ title }: IndexedEntry, text: string): number {
  if (text === "" || title.startsWith(text)) return 0;
  if (title.includes(` ${text}`)) return 1;
  return title.includes(text) ? 2 : 3;
}
