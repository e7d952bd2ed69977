import { expect, test } from "vitest";
import type { FlightDeckError } from "../../shared/errors.ts";
import { TemplatesRefusedError } from "./template-error.ts";
import { contentOf, errorOf, render, setWith } from "./test-support.ts";

const endless = "{{ agent_name in [1] * 1000000000 }}";

test.each([
  ["{% include 'LOOP.md.j2' %}", "Template LOOP.md.j2 (in", "it includes itself (LOOP.md.j2 -> LOOP.md.j2)"],
  ["{% include 'A.md.j2' %}", "Template B.md.j2 (in", "it includes itself (A.md.j2 -> B.md.j2 -> A.md.j2)"],
  ["{% macro a(n) %}{{ a(n) }}{% endmacro %}{{ a(1) }}", 'The soul_template of agent "Ana Torres"', "calls itself"],
  [
    "{% for i in range(200000) %}{% endfor %}",
    'The soul_template of agent "Ana Torres", line 1',
    "a range has more than 100,000 numbers",
  ],
])("%s says why it fails", async (soulTemplate, place, cause) => {
  const templates = await setWith({
    "LOOP.md.j2": "{% include 'LOOP.md.j2' %}",
    "A.md.j2": "{% include 'B.md.j2' %}",
    "B.md.j2": "{% include 'A.md.j2' %}",
  });
  const error = await errorOf(render({ soulTemplate }, { templates }));
  expect(error.message).toContain(place);
  expect(error.message).toContain(cause);
});

test("a template of the set that ends the engine is tried once, and refuses the set by its name", async () => {
  const templates = await setWith({ "BOARD_SOUL.md.j2": endless });
  // Each try takes 3 s.
  const errors = await Promise.all(Array.from({ length: 60 }, () => errorOf(render({}, { templates }))));
  for (const error of errors) {
    expect(error).toBeInstanceOf(TemplatesRefusedError);
    expect(error.message).toMatch(/^Template BOARD_SOUL\.md\.j2 \(in .*does not end/);
  }
}, 60_000);

test("an agent's own template that ends the engine is tried once, and names each agent", async () => {
  const messages = await Promise.all(
    ["Ana", "Ben", "Cem", "Dora"].map((name) =>
      render({ name, identityTemplate: endless, soulTemplate: "fine" }).catch(
        (error: FlightDeckError) => error.message,
      ),
    ),
  );
  expect(messages).toEqual(
    ["Ana", "Ben", "Cem", "Dora"].map((name) => expect.stringContaining(`The identity_template of agent "${name}":`)),
  );
  expect(contentOf(await render({ soulTemplate: "fine" }), "SOUL.md")).toBe("fine");
}, 60_000);
