import { expect, test } from "vitest";
import { agentKey, mainSessionKey, sessionKeyFor, slug, workspacePath } from "./identity.ts";

const agent = {
  id: "a1",
  name: "Ünïcode  Name!",
  boardId: "b1",
  gatewayId: "g1",
  openclawSessionId: null,
  isBoardLead: false,
};

test("session keys by role", () => {
  expect(mainSessionKey("g1")).toBe("agent:mc-gateway-g1:main");
  expect(sessionKeyFor({ ...agent, isBoardLead: true })).toBe("agent:lead-b1:main");
  expect(sessionKeyFor(agent)).toBe("agent:mc-a1:main");
  expect(sessionKeyFor({ ...agent, boardId: null })).toBe("agent:mc-gateway-g1:main");
});

test("the agent key is the second part of the session key, else the slug of the name", () => {
  expect(agentKey({ ...agent, openclawSessionId: "agent:mc-x:main" })).toBe("mc-x");
  expect(agentKey({ ...agent, openclawSessionId: "agent::main" })).toBe("n-code-name");
  expect(agentKey(agent)).toBe("n-code-name");
  expect(agentKey({ ...agent, boardId: null, openclawSessionId: "agent:other:main" })).toBe("mc-gateway-g1");
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
