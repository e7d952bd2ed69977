import { expect, test } from "vitest";
import { renderContext } from "./render-context.ts";
import { boardNames } from "./render-input.ts";
import { withStrictNames } from "./strict-names.ts";
import { contentOf, errorOf, render, setWith, testInput } from "./test-support.ts";

test.each([
  "{{ 'a' ~ naem }}",
  "{{ 'a' ~ undefined }}",
  "{{ naem ~ 'a' }}",
  "{{ naem | upper }}",
  "{{ naem == 'a' }}",
  "{% if naem != 'a' %}x{% endif %}",
  "{{ naem in 'abc' }}",
  "{{ not naem }}",
  "{{ agent_name | replace('a', naem) }}",
  "{{ [naem] | join(',') }}",
  "{{ naem.upper() }}",
  "{% for part in naem.split(',') %}{{ part }}{% endfor %}",
  "{% set copy = naem %}{{ copy ~ 'a' }}",
  "{% set copy = 'b' ~ naem %}",
  "{% macro hello(who) %}{{ 'hello ' ~ who }}{% endmacro %}{{ hello() }}",
])("an undefined name is an error in %s", async (soulTemplate) => {
  const error = await errorOf(render({ soulTemplate: `x\n${soulTemplate}` }));
  expect(error.message).toMatch(
    /^The soul_template of agent "Ana Torres", line 2: "(naem|copy|who|undefined)" is not defined/,
  );
});

test.each([
  ["{{ naem | default('x') }}", "x"],
  ["{{ (naem) | d('x') ~ 'y' }}", "xy"],
  ["{% if naem is defined %}{{ 'a' ~ naem }}{% endif %}x", "x"],
  ["{{ naem ~ 'a' if naem is defined else 'x' }}", "x"],
  ["{{ naem is not none }}", "true"],
  ["{% if is_board_lead == 'true' %}{{ 'a' ~ naem }}{% endif %}x", "x"],
  ["{% for c in ['a', 'b'] %}{{ c ~ loop.index ~ loop.last }}{% endfor %}", "a1falseb2true"],
  ["{% set n = namespace(x='a') %}{% set n.x = n.x ~ 'b' %}{{ n.x ~ 'c' }}", "abc"],
  [
    "{% macro hello(who='you') %}{{ 'hello ' ~ who }}{% endmacro %}{{ hello(who=agent_name | upper) }}",
    "hello ANA TORRES",
  ],
  ["{% raw %}{{ 'a' ~ naem }}{% endraw %}", "{{ 'a' ~ naem }}"],
  ["{# {{ 'a' ~ naem }} #}{{ '}} naem' ~ user_notes ~ 'x' }}", "}} naemx"],
  ["{{ agent_name.split(' ')[0] ~ '!' }}", "Ana!"],
  ["{% for c in ['a', 'b'] %}{{ c ~ loop.cycle('x', 'y') }}{% endfor %}", "axby"],
  ["{% set m = {'k': 'v'} %}{{ m.get('k') }}{{ m.items() | list | length }}{{ m.k.upper() }}", "v1V"],
  ["{% set blank = '' %}{{ blank.upper() }}{{ (naem | default('a,b')).split(',') | join('+') }}", "a+b"],
  ["{% if naem is defined %}{{ naem.upper() }}{% endif %}x", "x"],
  ["{% block title %}Hi{% endblock %} {{ self.title() ~ '!' }}{{ self.title() | upper }}", "Hi Hi!HI"],
  ["{% with first = agent_name.split(' ') | first %}{{ first ~ '!' }}{% endwith %}", "Ana!"],
])("%s renders as in Jinja2", async (soulTemplate, content) => {
  expect(contentOf(await render({ soulTemplate }), "SOUL.md")).toBe(content);
});

test("a template that prints its names only is as it was", () => {
  const source = "# {{ agent_name }}\n{{- loop.index -}}\n{% if a is defined %}{{ a }}{% endif %}";
  expect(withStrictNames(source)).toBe(source);
});

test("all names of a set that exist nowhere are in one error", async () => {
  const templates = await setWith({
    "BOARD_SOUL.md.j2": "one\n{{ company }}",
    "BOARD_USER.md.j2": "{{ team ~ '!' }}{{ nick | default('') }}{{ nick ~ 'x' }}",
    "LEAD_USER.md.j2":
      "\n\n{% set own = 'x' %}{{ own }}{% if region == 'eu' %}{{ company }}{% endif %}{{ board_name }}",
  });
  const error = await errorOf(render({}, { templates }));
  expect(error.message).toContain(
    '"company" is not defined; neither are "team" (BOARD_USER.md.j2, line 1), "region" (LEAD_USER.md.j2, line 3).',
  );
});

test("a name that exists nowhere has the same hint for every role", async () => {
  const hints = new Set<string>();
  for (const role of ["worker", "main"] as const) {
    const error = await errorOf(render({ soulTemplate: "{{ board_nam }}" }, { role }));
    hints.add(JSON.stringify(error.hint));
  }
  expect([...hints]).toEqual([expect.stringContaining("templates/README.md")]);
});

test("the names of boards are those that only their agents have", () => {
  const withBoard = Object.keys(renderContext(testInput()));
  const without = Object.keys(renderContext(testInput({ board: null })));
  expect(withBoard.filter((name) => !without.includes(name)).sort()).toEqual([...boardNames].sort());
});
