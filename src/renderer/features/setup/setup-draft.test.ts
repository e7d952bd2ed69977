// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { fleetSetup } from "../../../shared/setup.ts";
import { emptySetup, gatewayFaults, reachableStep, type SetupDraft, setupInput } from "./setup-draft.ts";
import { keepSetup, readStoredSetup } from "./stored-setup.ts";

const start = { organizationName: null, ownerName: null, canAddPeople: true };
const empty = emptySetup();
const whole: SetupDraft = {
  gateway: { ...empty.gateway, name: " Harbour ", url: "ws://127.0.0.1:1", token: "gateway-token-that-must-not-show" },
  hasTypedToken: true,
  owner: { name: "Ada", preferredName: "", timezone: "Europe/London", organizationName: " " },
  board: { name: "Support", boardType: "general", objective: "" },
  agents: { text: "Hazel", leadName: null },
};

beforeEach(() => localStorage.clear());

describe("the guided path", () => {
  it("comes back where it was left, without the token, which is then asked for again", () => {
    expect(readStoredSetup()).toBeNull();
    keepSetup(whole);
    expect(JSON.stringify({ ...localStorage })).not.toContain("gateway-token-that-must-not-show");
    const stored = readStoredSetup();
    expect(stored).toEqual({ ...whole, gateway: { ...whole.gateway, token: "" } });
    expect(Object.keys(gatewayFaults(stored ?? empty))).toEqual(["token"]);
    expect(reachableStep(stored ?? empty, start, "summary")).toBe("gateway");
    keepSetup(null);
    expect(readStoredSetup()).toBeNull();
  });

  it.each(["{", "[]", "7", '{"gateway":7,"owner":{"name":[]},"board":null,"agents":{"leadName":1}}'])(
    "reads %s in the browser's storage as nothing typed",
    (text) => {
      localStorage.setItem("flight-deck.setup", text);
      expect(readStoredSetup() ?? empty).toEqual(empty);
    },
  );

  it("leads to the first step that is not complete, and no further than asked", () => {
    expect(reachableStep(empty, start, "summary")).toBe("gateway");
    expect(reachableStep(whole, start, "board")).toBe("board");
    const without = { ...whole, owner: { ...whole.owner, name: " " } };
    expect(reachableStep(without, start, "summary")).toBe("owner");
    expect(reachableStep(without, { ...start, ownerName: "Bo" }, "summary")).toBe("summary");
    expect(reachableStep({ ...whole, board: empty.board }, start, "summary")).toBe("board");
  });

  it("gives main what it takes, without an owner where there is one", () => {
    const input = fleetSetup.parse(setupInput(whole, start, 12));
    expect(input).toMatchObject({
      gateway: { name: "Harbour", token: "gateway-token-that-must-not-show" },
      owner: { name: "Ada", preferredName: null, timezone: "Europe/London" },
      organizationName: null,
      board: { name: "Support", boardType: "general", objective: null, maxAgents: 12 },
      agents: { text: "Hazel", leadName: null },
    });
    expect(setupInput(whole, { ...start, ownerName: "Bo" }, 0)).toMatchObject({ owner: null, board: { maxAgents: 1 } });
  });
});
