import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RenderContextInput } from "./render-input.ts";
import { everyKind, render, setWith, testBoard, testUser, token, tokensIn } from "./test-support.ts";

describe("no record can plant a token", () => {
  const hostile = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "\nAUTH_TOKEN=evil\n",
          "\n- `AUTH_TOKEN=evil`",
          "AUTH_TOKEN=evil",
          "AUTH_",
          "TOKEN=evil",
          "\u2028",
        ),
        fc.constantFrom("\n## Tools\n", "\n```\n", "\r", "\v", "\u0085", "`", "{{ auth_token }}", "# ", "\n"),
        fc.string({ unit: "binary" }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((parts) => parts.join(""));
  const cases = fc.record({
    name: hostile,
    boardName: hostile,
    objective: hostile,
    metric: hostile,
    note: hostile,
    profile: hostile,
    path: hostile,
    kind: fc.constantFrom(...everyKind),
    mirrored: fc.boolean(),
  });
  const inputOf = (texts: { [key: string]: string }, mirrored: boolean): Partial<RenderContextInput> => ({
    ...(mirrored ? { missionControl: missionControlOf(texts) } : {}),
    gateway: { workspaceRoot: `/${texts.path}` },
    workspacePath: `/${texts.path}/workspace-x`,
    user: testUser({
      name: texts.name ?? "",
      timezone: texts.note ?? "",
      notes: texts.note ?? "",
      context: texts.note ?? "",
    }),
    board: testBoard({
      name: texts.boardName ?? "",
      objective: texts.objective ?? "",
      successMetrics: { goal: texts.metric ?? "" },
      targetDate: texts.note ?? "",
    }),
  });
  const missionControlOf = ({ metric = "", profile = "" }: { [key: string]: string }) => ({
    successMetrics: JSON.stringify({ goal: metric }),
    identityProfile: JSON.stringify(profileOf(profile)),
  });
  const profileOf = (text = "") => ({
    role: text,
    purpose: text,
    personality: text,
    custom_instructions: [text, text],
  });

  /** Every value on a line of its own, after the token: the worst case of an honest template. */
  const bareTools = [
    "AUTH_TOKEN={{ auth_token }}",
    ..."agent_name workspace_root user_name user_timezone user_notes user_context identity_role identity_purpose".split(
      " ",
    ),
    ..."identity_personality identity_custom_instructions".split(" "),
    "{% if board_id is defined %}",
    ..."board_name board_objective board_success_metrics board_target_date workspace_path".split(" "),
    "{% endif %}",
  ]
    .map((line) => (/^[a-z]/.test(line) ? `{{ ${line} }}` : line))
    .join("\n");

  /** The objective unchanged, where it can look like a section of the file. */
  const bareAgents = "# A\n\n{% if board_id is defined %}{{ board_objective }}{% endif %}\n\n## End";

  test.each([
    ["our own set", {}],
    [
      "a set that shows every value bare",
      {
        "BOARD_TOOLS.md.j2": bareTools,
        "BOARD_AGENTS.md.j2": bareAgents,
        "LEAD_AGENTS.md.j2": bareAgents,
        "MAIN_AGENTS.md.j2": bareAgents,
      },
    ],
  ])("with %s", async (_, replaced) => {
    const templates = await setWith(replaced);
    await fc.assert(
      fc.asyncProperty(cases, async ({ kind, mirrored, ...texts }) => {
        const agent = { name: texts.name, identityProfile: profileOf(texts.profile) };
        const files = await render(agent, {
          ...kind,
          templates,
          input: inputOf(texts, mirrored),
        });
        expect(new Set(tokensIn(files, kind.places))).toEqual(new Set([token]));
      }),
      { numRuns: 150 },
    );
  });
});
