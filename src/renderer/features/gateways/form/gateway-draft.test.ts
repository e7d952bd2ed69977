import { describe, expect, it } from "vitest";
import type { GatewayRow } from "../../../../shared/views.ts";
import { draftOf, gatewayInput, tokenInput, twinWarningOf, urlWarningOf, validateDraft } from "./gateway-draft.ts";

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

const stored = (change: Partial<GatewayRow>) =>
  ({ id: "1", name: "Harbour", url: "ws://127.0.0.1:1", hasToken: true, awaitsToken: false, ...change }) as GatewayRow;

describe("twinWarningOf", () => {
  it("names another gateway with the address, whatever its spelling", () => {
    expect(twinWarningOf(" ws://127.0.0.1:1/ ", [stored({})])).toContain('"Harbour" has this address, too');
    expect(twinWarningOf("ws://127.0.0.1:2", [stored({})])).toBeUndefined();
    expect(twinWarningOf("ws://127.0.0.1:1", [stored({})], stored({}))).toBeUndefined();
  });
});

describe("the token of a stored gateway", () => {
  const isAsked = (url: string, change: Partial<GatewayRow>, token = "") =>
    "token" in validateDraft({ ...draft, url, token, tokenChange: token === "" ? "keep" : "replace" }, stored(change));
  it("is asked for again when scheme, host or port changed, or an earlier change left it behind", () => {
    expect(isAsked("ws://127.0.0.1:1/path", {})).toBe(false);
    expect(isAsked("ws://127.0.0.1:2", {})).toBe(true);
    expect(isAsked("ws://127.0.0.1:2", {}, "typed")).toBe(false);
    expect(isAsked("ws://127.0.0.1:1", { hasToken: false, awaitsToken: true })).toBe(true);
    expect(isAsked("ws://127.0.0.1:2", { hasToken: false })).toBe(false);
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
