import { expect, test } from "vitest";
import { findClashes, type Tenant } from "./find-clashes.ts";

function tenant(name: string, over: Partial<Tenant> = {}): Tenant {
  return { key: name, name, workspace: `/w/workspace-${name}`, agentId: name, isThere: false, ...over };
}

/** Each clash as text: the record, what is shared, and the other record. */
function clashesOf(...tenants: Tenant[]): string[] {
  return [...findClashes(tenants)].map(([id, { over, other }]) => `${id}: ${over} of ${other.name}`);
}

test("agents with their own keys and workspaces do not clash", () => {
  expect(clashesOf(tenant("a"), tenant("b"), tenant("c", { agentId: null }))).toEqual([]);
});

test("of two records with the same key, the older one has it, ignoring case", () => {
  const twin = tenant("b", { key: "A", workspace: "/w/workspace-a", isThere: true });
  expect(clashesOf(tenant("a"), twin, tenant("c"))).toEqual(["b: key of a"]);
});

test("of two records with the same workspace, the older one has it", () => {
  const workspace = "/w/workspace-ops-1";
  expect(clashesOf(tenant("ops_1", { workspace }), tenant("ops-1", { workspace }))).toEqual([
    "ops-1: workspace of ops_1",
  ]);
});

test("an agent that is in a workspace keeps it before an older record that is not there yet", () => {
  const workspace = "/w/workspace-ops-1";
  expect(clashesOf(tenant("ops_1", { workspace }), tenant("ops-1", { workspace, isThere: true }))).toEqual([
    "ops_1: workspace of ops-1",
  ]);
});

test("an agent that only the gateway knows keeps its workspace before any record", () => {
  const workspace = "/w/workspace-a";
  const theirs = tenant("theirs", { agentId: null, workspace });
  expect(clashesOf(tenant("a", { isThere: true }), theirs)).toEqual(["a: workspace of theirs"]);
});

test.each(["/W/Workspace-A", "/w//workspace-a/", "\\w\\workspace-a"])("%s counts as the same folder", (workspace) => {
  expect(clashesOf(tenant("a"), tenant("b", { workspace }))).toEqual(["b: workspace of a"]);
});

test.each([
  ["~/.openclaw/workspace-a", "/home/olga/.openclaw/workspace-a"],
  ["~/.openclaw/workspace-a", "/root/.openclaw/./workspace-a/"],
  ["~/.openclaw/workspace-a", "C:\\Users\\Olga\\.openclaw\\workspace-a"],
  ["/w/workspace-a", "/w/other/../workspace-a"],
])("%s and %s may be one folder", (one, other) => {
  const theirs = tenant("theirs", { agentId: null, workspace: other });
  expect(clashesOf(tenant("a", { workspace: one }), theirs)).toEqual(["a: workspace of theirs"]);
});

test("an unknown workspace belongs to no agent", () => {
  expect(clashesOf(tenant("a", { workspace: null }), tenant("b", { workspace: null }))).toEqual([]);
});

test("a record that loses its key does not claim a workspace", () => {
  const twin = tenant("b", { key: "a", workspace: "/w/workspace-c" });
  expect(clashesOf(tenant("a"), twin, tenant("c"))).toEqual(["b: key of a"]);
});
