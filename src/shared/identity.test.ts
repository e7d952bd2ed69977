import { expect, test } from "vitest";
import {
  agentKey,
  isOwnKey,
  isOwnKeyOf,
  mainSessionKey,
  sessionKeyFor,
  sessionKeyOf,
  slug,
  workspaceOf,
  workspacePath,
} from "./identity.ts";

const id = "0e000000-0000-4000-8000-000000000001";
const agent = { id: "a1", boardId: "b1", gatewayId: "g1", openclawSessionId: null, isBoardLead: false };

test("session keys by role", () => {
  expect(mainSessionKey("g1")).toBe("agent:mc-gateway-g1:main");
  expect(sessionKeyFor({ ...agent, isBoardLead: true })).toBe("agent:lead-b1:main");
  expect(sessionKeyFor(agent)).toBe("agent:mc-a1:main");
  expect(sessionKeyFor({ ...agent, boardId: null })).toBe("agent:mc-gateway-g1:main");
});

test("the agent key is the second part of the session key, else that of the role", () => {
  expect(agentKey({ ...agent, openclawSessionId: "agent:mc-x:main" })).toBe("mc-x");
  expect(agentKey({ ...agent, openclawSessionId: "agent:pico:main" })).toBe("pico");
  for (const openclawSessionId of [null, "", "main", "agent::main", "session:pico:main"]) {
    expect(agentKey({ ...agent, openclawSessionId })).toBe("mc-a1");
    expect(agentKey({ ...agent, isBoardLead: true, openclawSessionId })).toBe("lead-b1");
  }
});

test("a main agent has the key and the session of its gateway, whatever its record says", () => {
  const main = { ...agent, boardId: null, openclawSessionId: "agent:other:main" };
  expect(agentKey(main)).toBe("mc-gateway-g1");
  expect(sessionKeyOf({ agent: main, key: agentKey(main) })).toBe("agent:mc-gateway-g1:main");
});

test("our keys contain a UUID; others may be chosen by hand", () => {
  for (const key of [`mc-${id}`, `lead-${id}`, `mc-gateway-${id}`, `MC-${id.toUpperCase()}`]) {
    expect(isOwnKey(key)).toBe(true);
  }
  for (const key of ["main", "pico", "mc-hammer", "lead-singer", `mc-${id}-2`, `x-mc-${id}`, id, "mc-gateway-"]) {
    expect(isOwnKey(key)).toBe(false);
  }
});

test("an agent's key with the id of another record is that one's", () => {
  const other = "00000000-0000-4000-8000-00000000000b";
  for (const key of [`mc-${id}`, `MC-${id.toUpperCase()}`, `lead-${other}`, `mc-gateway-${other}`]) {
    expect(isOwnKeyOf({ id }, key)).toBe(true);
  }
  for (const key of [`mc-${other}`, "pico"]) expect(isOwnKeyOf({ id }, key)).toBe(false);
});

test("slugs", () => {
  expect(slug("  --Hello, World-- ")).toBe("hello-world");
});

test("workspace paths", () => {
  expect(workspacePath({ workspaceRoot: "/root/.openclaw//" }, "mc-gateway-G1")).toBe(
    "/root/.openclaw/workspace-gateway-g1",
  );
  expect(workspacePath({ workspaceRoot: "/w" }, "lead-B")).toBe("/w/workspace-lead-b");
});

test("an agent with one of our keys has its own workspace; any other stays where its entry says", () => {
  const gateway = { workspaceRoot: "/w" };
  expect(workspaceOf(gateway, { id, key: `mc-${id}` }, { workspace: "/old/place" })).toBe(`/w/workspace-mc-${id}`);
  expect(workspaceOf(gateway, { id, key: "pico" }, { workspace: "/home/me/pico" })).toBe("/home/me/pico");
  expect(workspaceOf(gateway, { id, key: "pico" }, {})).toBe("/w/workspace-pico");
  expect(workspaceOf(gateway, { id, key: "pico" }, { workspace: " " })).toBe("/w/workspace-pico");
  expect(workspaceOf(gateway, { id, key: "pico" }, undefined)).toBe("/w/workspace-pico");
});
