import { expect, test } from "vitest";
import { findClashes, type Tenant } from "./find-clashes.ts";

function tenant(name: string, over: Partial<Tenant> = {}): Tenant {
  return { key: name, name, workspace: `/w/workspace-${name}`, agentId: name, isThere: false, ...over };
}

/** Who gives way, over what, and to whom. */
function clashesOf(...tenants: Tenant[]): string[] {
  return [...findClashes(tenants)].map(([id, { over, other }]) => `${id}: ${over} of ${other.name}`);
}

test("tenants of their own rooms do not clash", () => {
  expect(clashesOf(tenant("a"), tenant("b"), tenant("c", { agentId: null }))).toEqual([]);
});

test("of two records with one key the older has it, whatever the case of the letters", () => {
  const twin = tenant("b", { key: "A", workspace: "/w/workspace-a", isThere: true });
  expect(clashesOf(tenant("a"), twin, tenant("c"))).toEqual(["b: key of a"]);
});

test("of two records with one workspace the older has it", () => {
  const workspace = "/w/workspace-ops-1";
  expect(clashesOf(tenant("ops_1", { workspace }), tenant("ops-1", { workspace }))).toEqual([
    "ops-1: workspace of ops_1",
  ]);
});

test("whoever lives in a workspace keeps it from an older record that is still to come", () => {
  const workspace = "/w/workspace-ops-1";
  expect(clashesOf(tenant("ops_1", { workspace }), tenant("ops-1", { workspace, isThere: true }))).toEqual([
    "ops_1: workspace of ops-1",
  ]);
});

test("an agent that only the gateway knows keeps its workspace from every record", () => {
  const workspace = "/w/workspace-a";
  const theirs = tenant("theirs", { agentId: null, workspace });
  expect(clashesOf(tenant("a", { isThere: true }), theirs)).toEqual(["a: workspace of theirs"]);
});

test.each(["/W/Workspace-A", "/w//workspace-a/", "\\w\\workspace-a"])(
  "%s is taken for the same folder",
  (workspace) => {
    expect(clashesOf(tenant("a"), tenant("b", { workspace }))).toEqual(["b: workspace of a"]);
  },
);

test("an unknown workspace is nobody's", () => {
  expect(clashesOf(tenant("a", { workspace: null }), tenant("b", { workspace: null }))).toEqual([]);
});

test("a record that has lost its key does not claim a workspace as well", () => {
  const twin = tenant("b", { key: "a", workspace: "/w/workspace-c" });
  expect(clashesOf(tenant("a"), twin, tenant("c"))).toEqual(["b: key of a"]);
});
