import { describe, expect, test } from "vitest";
import type { VariableOwner } from "../../shared/variables.ts";
import { saveVariable } from "../database/template-variables.ts";
import { setWith } from "../templates/test-support.ts";
import { fixture, open } from "./test-open-fixture.ts";

type Case = {
  templates: { [name: string]: string };
  variables: { [name: string]: string };
  /** What the worker's file then has. */
  file: string;
  text: string;
};

/** Folders of the shapes that people publish; each needs names that Flight Deck does not have. */
const cases: [what: string, Case][] = [
  [
    "of a company, with its facts in several files",
    {
      templates: {
        "BOARD_SOUL.md.j2": "# Soul\n\nYou work for {{ company_name }} ({{ company_site | lower }}).",
        "BOARD_USER.md.j2": "# User\n\n{{ user_name }} of {{ company_name }}, {{ office_city }}",
      },
      variables: { company_name: "Harbour Bikes", company_site: "HTTPS://HB.EXAMPLE", office_city: "Lund" },
      file: "SOUL.md",
      text: "You work for Harbour Bikes (https://hb.example).",
    },
  ],
  [
    "of a team, with lists and conditions",
    {
      templates: {
        "BOARD_SOUL.md.j2":
          "# Soul\n{% for repo in repositories.split(',') %}\n- {{ repo | trim }}{% endfor %}\n{% if escalation_email != '' %}\nEscalate: {{ escalation_email }}{% endif %}{% if quiet_hours == 'none' %}\nAlways on.{% endif %}",
      },
      variables: { repositories: "shop, api", escalation_email: "", quiet_hours: "none" },
      file: "SOUL.md",
      text: "- shop\n- api\n\nAlways on.",
    },
  ],
  [
    "with pieces that are included and macros",
    {
      templates: {
        "PART_RULES.md.j2":
          "{% macro rule(text) %}* {{ text }} ({{ policy_version }}){% endmacro %}{{ rule(house_rule) }}",
        "BOARD_IDENTITY.md.j2": "# Identity\n\n{% include 'PART_RULES.md.j2' %}\n{{ motto | default('No motto.') }}",
      },
      variables: { policy_version: "v3", house_rule: "Be kind" },
      file: "IDENTITY.md",
      text: "* Be kind (v3)\nNo motto.",
    },
  ],
  [
    "for one language and channel, in names that are joined",
    {
      templates: {
        "BOARD_IDENTITY.md.j2": "# Identity\n\n{{ 'Answer in ' ~ language ~ ' on ' ~ slack_channel }}",
        "MAIN_AGENTS.md.j2": "# Main\n\n{{ 'Report to ' + slack_channel }}",
        "LEAD_AGENTS.md.j2": "# Lead\n\nStand-up at {{ standup_time }}",
      },
      variables: { language: "Swedish", slack_channel: "#bikes", standup_time: "9:15" },
      file: "IDENTITY.md",
      text: "Answer in Swedish on #bikes",
    },
  ],
];

describe.each(["2026.3.28", "2026.9.6"])("a template folder that needs variables (OpenClaw %s)", (version) => {
  test.each(cases)("%s", async (_, { templates, variables, file, text }) => {
    const { folder } = await setWith(templates);
    await open({ gateway: { version }, agents: 2, boards: 1, templateFolder: folder });
    const { sync, app, gateway, gatewayId, agentIds, keyOf } = fixture;
    const { report } = await sync();
    const [error] = report.errors.filter(({ code }) => code === "template-error");
    for (const name of Object.keys(variables)) expect(error?.message).toContain(`"${name}"`);
    expect(error?.message).not.toContain("motto");

    const owner: VariableOwner = { kind: "gateway", id: gatewayId };
    for (const [name, value] of Object.entries(variables)) saveVariable(app.database, owner, { name, value });
    expect((await sync()).status).toBe("succeeded");
    expect(gateway.readFile(keyOf(agentIds[1] ?? ""), file)).toContain(text);
    expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
  });
});
