import { expect, it } from "vitest";
import { faultPlaceOf } from "./fault-place.ts";

it("finds the template and the line that an error names", () => {
  const message = 'Template BOARD_SOUL.md.j2, line 12 (in /srv/templates): "agent_naem" is not defined.';
  expect(faultPlaceOf(message)).toEqual({ template: "BOARD_SOUL.md.j2", line: 12 });
});

it.each(["The template folder /srv cannot be read.", "SOUL template of agent Hazel, line 2: syntax error."])(
  "finds none in %j",
  (message) => {
    expect(faultPlaceOf(message)).toBeNull();
  },
);
