import { describe, expect, it } from "vitest";
import { agentDraftOf, agentInput, type EditedAgent, validateAgent } from "./agent-draft.ts";

const agent: EditedAgent = {
  name: "Hazel",
  gatewayId: "g",
  boardId: "b",
  isBoardLead: false,
  heartbeatConfig: { every: "30m", target: "last" },
  identityProfile: { role: "Support Engineer", purpose: "Finds faults.", verbosity: ["short", "dry"], pet: "cat" },
  identityTemplate: null,
  soulTemplate: "# Soul\n",
};

describe("a draft of an agent", () => {
  it("changes nothing when nothing was typed: lists stay lists, and unknown keys stay", () => {
    expect(agentInput(agentDraftOf(agent), agent)).toEqual(agent);
  });

  it("takes over what was typed, and removes what was cleared", () => {
    const draft = agentDraftOf(agent);
    const profile = { ...draft.profile, role: " Triage ", purpose: " " };
    const input = agentInput({ ...draft, profile, soulTemplate: "  " }, agent);
    expect(input.identityProfile).toEqual({ role: "Triage", verbosity: ["short", "dry"], pet: "cat" });
    expect(input.soulTemplate).toBeNull();
  });

  it("gives a main agent no board", () => {
    const draft = { ...agentDraftOf(undefined, { gatewayId: "g", boardId: "b" }), role: "main" as const };
    expect(agentInput(draft, undefined)).toMatchObject({ boardId: null, isBoardLead: false, identityProfile: null });
  });

  it("needs a name and a place, which for a main agent is its gateway alone", () => {
    const empty = agentDraftOf(undefined);
    expect(Object.keys(validateAgent(empty))).toEqual(["name", "gatewayId", "boardId"]);
    expect(validateAgent({ ...empty, name: "Main", role: "main", gatewayId: "g" })).toEqual({});
  });

  it.each([
    ['{"every": }', "This is not valid JSON: unexpected token '}'."],
    ['{"every": "10m",}', "This is not valid JSON: expected double-quoted property name (line 1 column 17)."],
    ['{"every": "10m"', "This is not valid JSON: expected ',' or '}' after property value (line 1 column 16)."],
    ['["10m"]', 'Enter a JSON object, such as {"key": "value"}.'],
  ])("is refused with the heartbeat %s", (heartbeat, reason) => {
    expect(validateAgent({ ...agentDraftOf(agent), heartbeat })).toEqual({ heartbeat: reason });
  });
});
