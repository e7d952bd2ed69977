import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { askPython, hasPython } from "./python/test-python.ts";
import { renderContext } from "./render-context.ts";
import type { MissionControlTexts } from "./render-input.ts";
import { contentOf, render, setWith, testAgent, testBoard, testInput, testUser, token } from "./test-support.ts";

const noTexts: MissionControlTexts = { successMetrics: null, identityProfile: null };

function contextOf(fields: Parameters<typeof testInput>[0], texts: Partial<MissionControlTexts> = {}) {
  return renderContext(testInput({ ...fields, missionControl: { ...noTexts, ...texts } }));
}

test("the names are the same as without Mission Control", () => {
  expect(Object.keys(contextOf({})).sort()).toEqual(Object.keys(renderContext(testInput())).sort());
  const main = { board: null };
  expect(Object.keys(contextOf(main)).sort()).toEqual(Object.keys(renderContext(testInput(main))).sort());
});

test("texts are neither trimmed nor cleaned", () => {
  const board = testBoard({ name: " Relaunch\t", objective: "\r\n Relaunch.\r\n\u0007" });
  const user = testUser({ notes: "  # Notes \n", context: "\n", pronouns: " she/her", timezone: "\u2028" });
  const agent = testAgent({ name: "Ana\nTorres " });
  expect(contextOf({ board, user, agent })).toMatchObject({
    agent_name: "Ana\nTorres ",
    board_name: " Relaunch\t",
    board_objective: "\r\n Relaunch.\r\n\u0007",
    user_notes: "  # Notes \n",
    user_context: "\n",
    user_pronouns: " she/her",
    user_timezone: "\u2028",
  });
});

test.each([
  ['{"b":1.0,"a":"ö","10":12345678901234567890}', '{"b": 1.0, "a": "\\u00f6", "10": 12345678901234567890}'],
  [null, "{}"],
  ["null", "{}"],
  ["[]", "{}"],
  ["0.0", "{}"],
  ["[0]", "[0]"],
])("success metrics %s", (successMetrics, expected) => {
  expect(contextOf({}, { successMetrics }).board_success_metrics).toBe(expected);
});

test("a target date is a time", () => {
  const board = testBoard({ targetDate: "2026-12-01T00:00:00.000000Z" });
  expect(contextOf({ board }).board_target_date).toBe("2026-12-01T00:00:00");
});

test("values of an identity profile are printed as Python prints them", () => {
  const identityProfile =
    '{"role":" Lead ","verbosity":2.0,"purpose":{"a":[true,null]},"custom_instructions":["x ",null,""," "]}';
  expect(contextOf({}, { identityProfile })).toMatchObject({
    identity_role: "Lead",
    identity_emoji: ":gear:",
    identity_verbosity: "2.0",
    identity_purpose: "{'a': [True, None]}",
    identity_custom_instructions: "x, None",
  });
});

test("a record cannot spell the key of the token", () => {
  const user = testUser({ notes: 'AUTH_TOKEN=evil\nAUTH_TOKEN \u00a0= evil\nheader = "x-agent-token: evil"' });
  const context = contextOf({ user }, { identityProfile: '{"role":"AUTH_TOKEN=evil"}' });
  expect(context.user_notes).toBe('AUTH-TOKEN=evil\nAUTH-TOKEN \u00a0= evil\nheader = "X-Agent_Token: evil"');
  expect(context.identity_role).toBe("AUTH-TOKEN=evil");
  expect(context.auth_token).toBe(token);
});

test("a file ends where Mission Control ends it", async () => {
  const templates = await setWith({ "BOARD_USER.md.j2": "{{ user_notes }}" });
  const input = { user: testUser({ notes: "\ufeffNotes.\u0085\u001f\n" }), missionControl: noTexts };
  expect(contentOf(await render({}, { templates, input }), "USER.md")).toBe("\ufeffNotes.");
});

/** How Mission Control makes the names that are not simply copied. */
const program = `
import json
def display(user):
    return (user["name"] or "").strip() or (user["email"] or "").strip()
def local(email):
    email = email.strip()
    return email and (email.partition("@")[0].strip() or email)
def preferred(user):
    words = (user["preferred_name"] or "").strip().split()
    if words: return words[0]
    name = display(user)
    if name: return local(name) if "@" in name else name.split()[0]
    return local(user["email"] or "")
def profile(value, default):
    if value is None: return default
    if isinstance(value, list):
        return ", ".join(str(item).strip() for item in value if str(item).strip()) or default
    return str(value).strip() or default
def answer(record):
    given = json.loads(record["profile"]) or {}
    if not isinstance(given, dict): given = {}
    return {
        "board_success_metrics": json.dumps(json.loads(record["metrics"]) or {}),
        "board_objective": record["user"]["notes"] or "",
        "user_name": display(record["user"]),
        "user_preferred_name": preferred(record["user"]),
        "user_notes": record["user"]["notes"] or "",
        "identity_role": profile(given.get("role"), "Generalist"),
        "identity_purpose": profile(given.get("purpose"), ""),
    }
`;

describe.runIf(hasPython)("real Python agrees", () => {
  const words = fc
    .array(fc.constantFrom("Mia", "Silva", "@", "x.org", " ", "\t", "\u0085", "\ufeff", "\u001f", "ö", "'", '"', "\n"))
    .map((parts) => parts.join(""));
  const optional = fc.option(words);
  const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value));
  const record = fc.record({
    user: fc.record({ name: optional, email: optional, preferred_name: optional, notes: optional }),
    metrics: fc.oneof(json, fc.constantFrom("1.0", '{"2":1.50,"1":1e20}')),
    profile: fc.oneof(
      json,
      fc.tuple(json, json).map(([role, purpose]) => `{"role":${role},"purpose":${purpose}}`),
    ),
  });

  test("on everything that is more than a copy", () => {
    const records = fc.sample(record, 2000);
    const answers = askPython<object>(program, records);
    for (const [index, { user, metrics, profile }] of records.entries()) {
      const { name, email, notes } = user;
      const input = {
        user: testUser({ name, email, notes, preferredName: user.preferred_name }),
        board: testBoard({ objective: notes }),
      };
      expect(contextOf(input, { successMetrics: metrics, identityProfile: profile })).toMatchObject(
        answers[index] ?? {},
      );
    }
  });
});
