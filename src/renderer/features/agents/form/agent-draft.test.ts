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

  it("is refused with a heartbeat that no gateway takes", () => {
    const draft = agentDraftOf(agent);
    expect(validateAgent({ ...draft, heartbeat: { ...draft.heartbeat, every: "soon" } }, agent)).toEqual({
      heartbeat: { every: "Enter a time such as 30s, 10m or 1h30m." },
    });
  });
});
