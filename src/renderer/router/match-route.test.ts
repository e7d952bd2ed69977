import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hrefTo, matchRoute, parseHash } from "./match-route.ts";

describe("parseHash", () => {
  it.each([
    ["", "/", ""],
    ["#", "/", ""],
    ["#/runs/7", "/runs/7", ""],
    ["#runs/7/", "/runs/7", ""],
    ["#/runs?status=failed&gateway=a%20b", "/runs", "status=failed&gateway=a+b"],
    ["#/runs?text=what?", "/runs", "text=what%3F"],
  ])("reads %j", (hash, path, search) => {
    const location = parseHash(hash);
    expect([location.path, location.search.toString()]).toEqual([path, search]);
  });

  it("reads back what hrefTo wrote", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), text, { noNullPrototype: true }), (search) => {
        const read = parseHash(hrefTo("/agents", search));
        expect([read.path, Object.fromEntries(read.search)]).toEqual(["/agents", search]);
      }),
    );
  });

  it("leaves unset parameters out of a link", () => {
    expect(hrefTo("/runs", { status: "", gateway: undefined })).toBe("#/runs");
  });
});

describe("matchRoute", () => {
  it.each([
    ["/gateways", "/gateways", {}],
    ["/gateways/:id", "/gateways/7", { id: "7" }],
    ["/gateways/:id/edit", "/gateways/a%2Fb/edit", { id: "a/b" }],
    ["/gateways/:id", "/gateways/100%", { id: "100%" }],
    ["/gateways/:id", "/gateways", undefined],
    ["/gateways/:id", "/boards/7", undefined],
    ["/gateways/:id", "/gateways/7/edit", undefined],
    ["/", "/", {}],
  ])("compares %s with %s", (pattern, path, params) => {
    expect(matchRoute(pattern, path)).toEqual(params);
  });
});
