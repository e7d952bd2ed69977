import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "./package-root.ts";
import { renderInWorker } from "./render-in-worker.ts";

/* templates/README.md names how templates differ from Jinja2; this holds it to that. */

const readme = readFileSync(join(packageRoot(), "templates", "README.md"), "utf8");

async function render(source: string): Promise<string> {
  const uses = [{ name: "t.md.j2" }];
  const context = { name: "Ana Torres" };
  const answer = await renderInWorker({ version: source, sources: { "t.md.j2": source }, context, uses });
  return "failure" in answer ? `error: ${answer.failure.reason}` : (answer.contents[0] ?? "");
}

describe("what renders in another way than in Jinja2", () => {
  it.each([
    ["{{ 1 == 1 }} {{ none }}", "true none"],
    ["{{ ['a'] }} {{ {'a': 1} }}", '["a"] {"a": 1}'],
    ["{% for key in {'b': 1, 'a': 2} %}{{ key }}{% endfor %}", "ab"],
    ["{{ {'a': [1, 2]} | tojson }}", '{"a":[1,2]}'],
    [`{{ "'" | escape }}`, "&#x27;"],
    [`{{ "it's" | title }}`, "It'S"],
    ["{{ [1] | pprint }}", "[\n    1,\n]"],
    ["{{ 1e20 }}", "100000000000000000000.0"],
    ["{{ [1][9] | upper }}{{ 'x' ~ [1][9] }}", "x"],
  ])("%s", async (source, ours) => {
    expect(await render(source)).toBe(ours);
  });
});

describe("what is an error, and named", () => {
  it.each([
    ...["center", "forceescape", "format", "random", "urlencode", "urlize", "wordcount", "wordwrap", "xmlattr"],
  ])("the filter %s", async (filter) => {
    expect(await render(`{{ name | ${filter} }}`)).toMatch(/^error/);
    expect(readme).toContain(`\`${filter}\``);
  });

  it.each(["{{ '%s' % 'a' }}", "{{ cycler('a') }}", "{{ lipsum(1) }}", "{% set a, b = 1, 2 %}"])(
    "%s",
    async (source) => {
      expect(await render(source)).toMatch(/^error/);
    },
  );

  it.each([
    ["{{ name | replace('a', 'b', 1) }}", "{{ name | replace('a', 'b') }}"],
    ["{{ name | truncate(5) }}", "{{ name | truncate(length=5) }}"],
    ["{{ name | indent(4, first=True) }}", "{{ name | indent(4, true) }}"],
    ["{{ {'a': 1}.get('b', 2) }}", "{{ {'a': 1}.get('b') }}"],
    ["{{ name.removeprefix('A') }}", "{{ name.startswith('A') }}"],
    ["{{ name.format() }}", "{{ name.isspace() }}"],
  ])("%s, but not %s", async (refused, rendered) => {
    expect(await render(refused)).toMatch(/^error/);
    expect(await render(rendered)).not.toMatch(/^error/);
  });
});
