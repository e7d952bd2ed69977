import { describe, expect, test } from "vitest";
import { newestLimits } from "../../shared/injection-limits.ts";
import { checkInjectionLimits } from "./check-injection-limits.ts";
import {
  asFiles,
  contentOf,
  elsewhere,
  errorOf,
  everyKind,
  render,
  setWith,
  testBoard,
  testUser,
  token,
  tokensIn,
} from "./test-support.ts";

/** Long, but what a person might write. */
const fullInput = {
  board: testBoard({
    name: "B".repeat(200),
    objective: "An objective of many lines.\n".repeat(140),
    successMetrics: Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`metric number ${index}`, "+10 %"])),
    targetDate: "2026-12-01",
    requireReviewBeforeDone: true,
    commentRequiredForReview: true,
    blockStatusChangesWithPendingApproval: true,
    onlyLeadCanChangeStatus: true,
  }),
  user: testUser({
    name: "Maria Silva",
    preferredName: "Mia",
    pronouns: "she/her",
    timezone: "Europe/Lisbon",
    notes: "A note. ".repeat(150),
    context: "Some context. ".repeat(100),
  }),
};
const fullAgent = {
  name: "A".repeat(200),
  identityProfile: {
    role: "Frontend engineer",
    purpose: "A purpose. ".repeat(100),
    personality: "Calm. ".repeat(100),
    custom_instructions: ["An instruction of some length.".repeat(5), "Another one.".repeat(100)],
    verbosity: "short",
    autonomy_level: "high",
    output_format: "Markdown",
    update_cadence: "daily",
  },
};

describe.each(everyKind)("our own set for a $role with TOOLS and HEARTBEAT $kept", (kind) => {
  const { role, places } = kind;

  test("has the files of the role, trimmed", async () => {
    const files = await render({}, kind);
    const common = ["AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "MEMORY.md"];
    const placed = places === asFiles ? ["TOOLS.md", "HEARTBEAT.md"] : ["HEARTBEAT"];
    const expected = [...common, ...placed, ...(role === "lead" ? ["BOOTSTRAP.md"] : [])];
    expect(files.map(({ name }) => name).sort()).toEqual(expected.sort());
    for (const { content } of files) expect(content).toBe(content.trim());
  });

  test("a heartbeat without work is answered with the word that the gateway's version asks for", async () => {
    const files = await render({}, kind);
    const heartbeat = files.find(({ name }) => name.startsWith("HEARTBEAT"));
    expect(heartbeat?.content).toMatch(/the word that the heartbeat asks for then \(`NO_REPLY` or `HEARTBEAT_OK`\)/);
  });

  test("holds the token in one file, as the line that is read and the header that is sent", async () => {
    const files = await render(fullAgent, { ...kind, input: fullInput });
    expect(tokensIn(files, places)).toEqual([token]);
    expect(files.map(({ content }) => content).join("\n")).toMatch(
      new RegExp(`^AUTH_TOKEN=${token}\nheader = "X-Agent-Token: ${token}"$`, "m"),
    );
    expect(
      files
        .map(({ content }) => content)
        .join("\n")
        .split(token),
    ).toHaveLength(3);
  });

  test("stays far below what a gateway shows, when every field is empty and when it is full", async () => {
    const sparse = await render({}, kind);
    for (const { content } of sparse) expect(content.length).toBeLessThan(10_500);
    expect(sparse.reduce((sum, { content }) => sum + content.length, 0)).toBeLessThan(16_000);
    const full = await render(fullAgent, { ...kind, input: fullInput });
    expect(checkInjectionLimits(full, { limits: newestLimits, whose: "OpenClaw" })).toEqual([]);
  });

  test("has no empty heading, value or quotation, and no wide gap, when every field is empty", async () => {
    for (const { name, content } of await render({}, kind)) {
      expect(content, name).not.toMatch(/^(#+) .*\n+(?=\1 |(?![\s\S]))/m);
      expect(content, name).not.toMatch(/:\*\*[ \t]*$/m);
      expect(content, name).not.toMatch(/^> *$/m);
      expect(content, name).not.toMatch(/\n{3}/);
      expect(content.match(/^# /gm), name).toHaveLength(1);
    }
  });

  test("never sends an agent to a file its gateway does not have", async () => {
    const files = await render({}, kind);
    const names = new Set(files.map(({ name }) => name));
    for (const { name, content } of files) {
      const prose = content.replace(/```[\s\S]*?```/g, "");
      for (const [mentioned] of prose.matchAll(/(?<![-\w])[A-Z]+\.md\b/g))
        expect(names, `${name}: ${mentioned}`).toContain(mentioned);
    }
  });
});

test("the rules of the board decide what is written", async () => {
  const agents = async (rules: Parameters<typeof testBoard>[0]) =>
    contentOf(await render({}, { input: { board: testBoard(rules) } }), "AGENTS.md");
  expect(await agents({ onlyLeadCanChangeStatus: true })).toContain("Only the lead changes a task's status");
  expect(await agents({ onlyLeadCanChangeStatus: false })).not.toContain("Only the lead changes a task's status");
  expect(await agents({ requireApprovalForDone: false })).toContain("Neither review nor approval is required");
  expect(await agents({ requireApprovalForDone: true })).toContain("only with an approval");
});

describe("a foreign set", () => {
  test("a Tools section of its AGENTS keeps its lines and takes TOOLS in on current gateways", async () => {
    const templates = await setWith({
      "BOARD_AGENTS.md.j2": "# A\n\n## Tools\n\nold\n\n## End\n\nkept",
      "BOARD_TOOLS.md.j2": "# TOOLS.md\n\n- `AUTH_TOKEN={{ auth_token }}`\n\n## More",
    });
    const files = await render({}, { templates, places: elsewhere });
    expect(contentOf(files, "AGENTS.md")).toBe(
      `# A\n\n## Tools\n\nold\n\n- \`AUTH_TOKEN=${token}\`\n\n### More\n\n## End\n\nkept`,
    );
  });

  test("a file that renders empty is left out", async () => {
    const templates = await setWith({ "BOARD_USER.md.j2": "{% if user_notes %}# User{% endif %}\n\n" });
    expect((await render({}, { templates })).map(({ name }) => name)).not.toContain("USER.md");
  });

  test("an undefined name is an error with template, line and name", async () => {
    const templates = await setWith({ "BOARD_USER.md.j2": "one\n\n{{ user_nmae }}" });
    const error = await errorOf(render({}, { templates }));
    expect(error.code).toBe("template-error");
    expect(error.message).toBe(
      `Template BOARD_USER.md.j2, line 3 (in ${templates.folder}): "user_nmae" is not defined.`,
    );
  });

  test("the error of an included template names that template", async () => {
    const templates = await setWith({
      "PART_X.md.j2": "a\n{{ nope }}",
      "BOARD_USER.md.j2": '{% include "PART_X.md.j2" %}',
    });
    expect((await errorOf(render({}, { templates }))).message).toMatch(
      /^Template PART_X\.md\.j2, line 2 .*"nope" is not/,
    );
  });

  test("a board's name is an error for the main agent, which says so", async () => {
    const templates = await setWith({ "MAIN_SOUL.md.j2": "{{ board_name }}" });
    const error = await errorOf(render({}, { templates, role: "main" }));
    expect(error.message).toContain('"board_name" is not defined for the gateway\'s main agent');
    expect(error.hint).toContain("{% if board_name is defined %}");
  });

  test("nothing is escaped, white space is Jinja's", async () => {
    const templates = await setWith({ "BOARD_USER.md.j2": "{% if true %}\n  {{ agent_name }}\n{% endif %}\nend" });
    const files = await render({ name: `<b>&"'{{ x }}` }, { templates });
    expect(contentOf(files, "USER.md")).toBe(`<b>&"'{{ x }}\n\nend`);
  });

  test("two sets can be used by turns", async () => {
    const other = await setWith({ "BOARD_SOUL.md.j2": "other" });
    const souls = await Promise.all(
      [undefined, other, undefined, other].map(async (templates) =>
        contentOf(await render({}, templates ? { templates } : {}), "SOUL.md"),
      ),
    );
    expect([souls[1], souls[3]]).toEqual(["other", "other"]);
    expect(souls[0]).toBe(souls[2]);
    expect(souls[0]).toContain("# Who you are");
  });
});
