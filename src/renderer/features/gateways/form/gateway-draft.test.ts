import { describe, expect, it } from "vitest";
import { draftOf, gatewayInput, tokenInput, urlWarningOf, validateDraft } from "./gateway-draft.ts";

const draft = { ...draftOf(), name: " Harbour ", url: " ws://127.0.0.1:18789 " };

describe("validateDraft", () => {
  it("accepts a name and an address", () => {
    expect(validateDraft(draft)).toEqual({});
  });

  it.each([
    ["", /^Enter the gateway's address/],
    ["harbour:18789", /does not begin with ws:/],
    ["http://harbour", /begins with http:.*, not with ws:/],
    ["http://harbour/#token=hunter2", /contains a token/],
    ["ws://", /is not valid/],
    ["wss://harbour:99999", /is not valid/],
  ])("says what is wrong with the address %j", (url, message) => {
    expect(validateDraft({ ...draft, url }).url).toMatch(message);
  });

  it("requires a name and a workspace root", () => {
    expect(Object.keys(validateDraft({ ...draft, name: " ", workspaceRoot: "" }))).toEqual(["name", "workspaceRoot"]);
  });
});

describe("urlWarningOf", () => {
  it.each([
    ["ws://127.0.0.1:1", false],
    ["ws://localhost:1", false],
    ["ws://[::1]:1", false],
    ["wss://harbour.example:1", false],
    ["ws://harbour.example:1", true],
    ["ws://10.0.0.7:1", true],
    ["no address", false],
  ])("%s", (url, isWarned) => {
    expect(urlWarningOf(url) !== undefined).toBe(isWarned);
  });
});

describe("tokenInput", () => {
  it("leaves the stored token alone, removes it, or replaces it", () => {
    expect(tokenInput({ ...draft, tokenChange: "keep", token: "typed before" })).toEqual({});
    expect(tokenInput({ ...draft, tokenChange: "remove" })).toEqual({ token: null });
    expect(tokenInput({ ...draft, tokenChange: "replace", token: " secret " })).toEqual({ token: "secret" });
    expect(tokenInput({ ...draft, tokenChange: "replace", token: " " })).toEqual({ token: null });
  });
});

describe("gatewayInput", () => {
  it("trims what was typed", () => {
    const label = { colour: "red" as const, environment: " production " };
    expect(gatewayInput({ ...draft, label })).toMatchObject({
      name: "Harbour",
      url: "ws://127.0.0.1:18789",
      label: { colour: "red", environment: "production" },
    });
  });
});
