import { describe, expect, test } from "vitest";
import type { FlightDeckError } from "../../shared/errors.ts";
import { contentOf, errorOf, render, token } from "./test-support.ts";

describe("an agent's own templates", () => {
  test("replace IDENTITY and SOUL, and blank ones do not", async () => {
    const files = await render({ identityTemplate: "I am {{ agent_name }} 日本 🚀\r\n", soulTemplate: " \n" });
    expect(contentOf(files, "IDENTITY.md")).toBe("I am Ana Torres 日本 🚀");
    expect(contentOf(files, "SOUL.md")).toContain("# Who you are");
  });

  test("may use methods of Python's texts, as Mission Control's do", async () => {
    expect(contentOf(await render({ soulTemplate: "{{ agent_name.upper() }}" }), "SOUL.md")).toBe("ANA TORRES");
  });

  test("an error names the template, never a value", async () => {
    for (const soulTemplate of [
      "x\n{{ auth_token.nope }}",
      "x\n{% include auth_token %}",
      "x\n{{ auth_token + 1 }}",
      "x\n{{ auth_token | nope }}",
      "x\n{% for a, b in auth_token %}{% endfor %}",
    ]) {
      const error = await errorOf(render({ soulTemplate }));
      expect(error.message).toMatch(/^The soul_template of agent "Ana Torres", line 2: ./);
      expect(`${error.message}${error.hint}${String(error.cause)}${error.stack}`).not.toContain(token);
    }
  });

  test.each(["/etc/hostname", "../package.json", "file:///etc/hostname", "BOARD_SOUL.md", "README.md"])(
    "cannot include %s",
    async (path) => {
      const error = await errorOf(render({ soulTemplate: `{% include "${path}" %}` }));
      expect(error.message).toContain("is not in the template folder");
    },
  );

  test.each([
    [
      "an endless loop",
      "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
      "does not end",
    ],
    ["a macro that calls itself", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "calls itself"],
    ["a huge result", "{{ 'a' * 1000001 }}", "larger than 1,000,000 characters"],
    [
      "a text that doubles",
      "{% set n = namespace(x='aaaa') %}{% for i in range(40) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
      "too much memory",
    ],
    ["a single step without end", "{{ 2 in [1] * 1000000000 }}", "does not end"],
  ])("%s ends with an error, and the next agent is served", async (_, identityTemplate, message) => {
    const [failed, served] = await Promise.all([errorOf(render({ identityTemplate })), render()]);
    expect(failed.code).toBe("template-error");
    expect(failed.message).toMatch(/^The identity_template of agent "Ana Torres"/);
    expect(failed.message).toContain(message);
    expect(served.map(({ name }) => name)).toContain("IDENTITY.md");
  });

  test("a template that does not end costs its own agent only, whoever is rendered with it", async () => {
    const endless = "{{ 2 in [1] * 1000000000 }}";
    const huge = "{% set n = namespace(x='aaaa') %}{% for i in range(40) %}{% set n.x = n.x ~ n.x %}{% endfor %}";
    const templates = ["1", "2", endless, "4", huge, "{{ nope }}", "7"];
    const outcomes = await Promise.all(
      templates.map((soulTemplate) =>
        render({ soulTemplate }).then(
          (files) => contentOf(files, "SOUL.md"),
          (error: FlightDeckError) => error.code,
        ),
      ),
    );
    expect(outcomes).toEqual(["1", "2", "template-error", "4", "template-error", "template-error", "7"]);
  });

  test("an agent cannot see the context of the one before", async () => {
    await render({ soulTemplate: "{{ board_name }}" });
    const error = await errorOf(render({ soulTemplate: "{{ board_name }}" }, { role: "main" }));
    expect(error.message).toContain('"board_name" is not defined');
  });
});
