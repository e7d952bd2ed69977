import { expect, test } from "vitest";
import { setCommandName } from "./command-name.ts";
import { anchorOf, asCalledHere, guidePlace } from "./guide.ts";

test.each([
  ["drift.md", "undo", { page: "drift", section: null }],
  ["README.md", "undo", { page: "guide", section: null }],
  ["#keep", "drift", { page: "drift", section: "keep" }],
  ["../errors.md#agent-clash", "read-errors", { page: "errors", section: "agent-clash" }],
  ["../behaviour.md#undo", "undo", { page: "behaviour", section: "undo" }],
  ["behaviour.md", "glossary", { page: "behaviour", section: null }],
  ["guide/upgrade-a-gateway.md", "gateways", { page: "upgrade-a-gateway", section: null }],
])("the link %s on the page %s leads to a page of the guide", (href, from, place) => {
  expect(guidePlace(href, from)).toEqual(place);
});

test.each([
  ["../architecture.md", "undo"],
  ["../../templates/README.md", "undo"],
  ["https://example.com/drift.md", "undo"],
  ["../src/shared/guide.ts", "behaviour"],
])("the link %s on the page %s leaves the guide", (href, from) => {
  expect(guidePlace(href, from)).toBeNull();
});

test("anchors are those of GitHub", () => {
  expect(anchorOf("Keep an edit: `keep theirs`, or not?")).toBe("keep-an-edit-keep-theirs-or-not");
});

test("commands are written as the program is called here", () => {
  setCommandName("npx flightdeck");
  expect(asCalledHere("flightdeck mirror set && rm url.txt\nflightdeck mirror pull")).toBe(
    "npx flightdeck mirror set && rm url.txt\nnpx flightdeck mirror pull",
  );
  expect(asCalledHere("cat flightdeck ")).toBe("cat flightdeck ");
  setCommandName("flightdeck");
  expect(asCalledHere("npx flightdeck network show")).toBe("flightdeck network show");
});
