import { describe, expect, it } from "vitest";
import type { Entry, EntryKind } from "./entry.ts";
import { findEntries, indexEntries } from "./find-entries.ts";

const entry = (kind: EntryKind, title: string, detail = "", keywords = ""): Entry => {
  return { id: `${kind}:${title}:${detail}`, kind, title, detail, keywords, run: () => {} };
};
const find = (entries: Entry[], query: string, limit = 10) =>
  findEntries(indexEntries(entries), query, limit).map(({ title }) => title);

describe("findEntries", () => {
  it("lists titles that begin with the query first, then titles with such a word, then the rest", () => {
    const entries = [
      entry("agent", "Margo", "Harbour"),
      entry("agent", "Charming Argo"),
      entry("agent", "Argo 2"),
      entry("agent", "Otto", "Argonauts"),
    ];
    expect(find(entries, "ARGO")).toEqual(["Argo 2", "Charming Argo", "Margo", "Otto"]);
  });

  it("requires every word, in any order", () => {
    const entries = [entry("agent", "Greta 3", "Region 07"), entry("agent", "Greta 4", "Region 12")];
    expect(find(entries, "region greta 12")).toEqual(["Greta 4"]);
  });

  it("finds by id, and finds nothing for an unknown word", () => {
    const entries = [entry("run", "Template sync", "", "74723785-89d9")];
    expect([find(entries, "747237"), find(entries, "unknown")]).toEqual([["Template sync"], []]);
  });

  it("shows actions and gateways before agents that match equally well, up to the limit", () => {
    const agents = Array.from({ length: 10_000 }, (_, index) => entry("agent", `Sync ${index}`));
    const entries = [...agents, entry("gateway", "Sync Harbour"), entry("action", "Sync templates of Harbour")];
    expect(find(entries, "sync", 3)).toEqual(["Sync templates of Harbour", "Sync Harbour", "Sync 0"]);
  });

  it("shows actions for an empty query", () => {
    expect(find([entry("agent", "Ada"), entry("action", "Go to Runs")], " ", 1)).toEqual(["Go to Runs"]);
  });
});
