import { describe, expect, test } from "vitest";
import { contentOf, errorOf, everyKind, render, setWith, token } from "./test-support.ts";

describe("a token can only be printed whole", () => {
  test.each([
    "{{ auth_token[:4] }}",
    "{{ auth_token[4:] }}",
    "{{ auth_token[:43] }}",
    "{{ auth_token[0] }}",
    "{{ auth_token | length }}",
    "{{ auth_token | upper }}",
    "{{ auth_token.lower() }}",
    "{{ auth_token | replace('-', '') }}",
    "{{ auth_token | replace('_', '') }}",
    "{{ auth_token | reverse }}",
    "{{ auth_token | last }}",
    "{{ ('Token ' ~ auth_token)[:10] }}",
    "{{ (auth_token ~ 'x') | upper }}",
    "{{ auth_token == 'x' }}",
    "{{ 'x' in auth_token }}",
    "{{ auth_token is startingwith('A') }}",
    "{{ 'yes' if auth_token else 'no' }}",
    "{{ '' if board_id is defined and auth_token[3] == 'Q' else 'x' }}",
    "{% if auth_token %}x{% endif %}",
    "{% if agent_name == 'x' %}{% elif auth_token | length > 40 %}x{% endif %}",
    "{% set short = auth_token[:4] %}{{ short }}",
    "{% set alias = auth_token %}{% if alias | length > 50 %}x{% endif %}",
    "{% for letter in auth_token %}{{ letter }} {% endfor %}",
    "{% filter upper %}{{ auth_token }}{% endfilter %}",
    "{% macro hint(text) %}{{ text[-4:] }}{% endmacro %}{{ hint(auth_token) }}",
  ])("%s is refused", async (use) => {
    const error = await errorOf(render({ soulTemplate: `# Soul\n{{ agent_name }}\n${use}` }));
    expect(error.code).toBe("template-error");
    expect(error.message).toMatch(
      /^The soul_template of agent "Ana Torres", line 3: it tests, cuts or changes auth_token/,
    );
    expect(error.hint).toContain("{{ auth_token }}");
    expect(`${error.message}${error.stack}`).not.toContain(token);
  });

  test.each([
    "{{ auth_token }}",
    "{{- auth_token -}}",
    "{{ 'AUTH_TOKEN=' ~ auth_token }}",
    "{{ auth_token | trim }}",
    "{{ auth_token | tojson }}",
    "{{ auth_token if board_id is defined else '' }}",
    "{{ '' if board_id is not defined else auth_token }}",
    "{% if auth_token is defined %}{{ auth_token }}{% endif %}",
    "{% set alias = auth_token %}{{ alias }}{{ alias }}",
    "{% macro line(key, value) %}{{ key }}={{ value }}{% endmacro %}{{ line('AUTH_TOKEN', auth_token) }}",
    "{# {% if auth_token %} #}{{ auth_token }}",
    "{% raw %}{% if auth_token %}{% endraw %}{{ auth_token }}",
    "{{ 'if auth_token' }}{{ auth_token }}",
  ])("%s is taken", async (use) => {
    expect(contentOf(await render({ soulTemplate: use }), "SOUL.md")).toContain(token);
  });

  test.each(everyKind)("in a template that another one takes in, too: $role with TOOLS $kept", async (kind) => {
    const templates = await setWith({
      "BOARD_TOOLS.md.j2": "# Tools\n\nAUTH_TOKEN={{ auth_token }}\n{% include 'PART_HINT.md.j2' %}",
      "PART_HINT.md.j2": "Your token\nbegins with {{ auth_token[:4] }}.",
    });
    const error = await errorOf(render({}, { ...kind, templates }));
    expect(error.message).toMatch(/^Template PART_HINT.md.j2, line 2 \(in .*"auth_token\[:4\]"/);
  });

  test("in a template whose name is put together, too", async () => {
    const templates = await setWith({ "PART_HINT.md.j2": "{{ auth_token[:4] }}" });
    const error = await errorOf(render({ soulTemplate: "{% include 'PART_' ~ 'HINT.md.j2' %}" }, { templates }));
    expect(error.message).toContain("auth_token[:4]");
  });
});
