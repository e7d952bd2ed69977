import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTokenFromAgents, readTokenFromTools, readTokenWords } from "./read-token.ts";

describe("reading", () => {
  test.each([
    "AUTH_TOKEN=t0k",
    "- AUTH_TOKEN=t0k",
    "* `AUTH_TOKEN=t0k`",
    "- `AUTH_TOKEN=t0k` (keep it secret)",
    "  AUTH_TOKEN = x\nAUTH_TOKEN=t0k  ",
    "AUTH_TOKEN='t0k'",
    'AUTH_TOKEN="t0k"',
    "AUTH_TOKEN=`t0k`",
    '- `AUTH_TOKEN="t0k"`',
    "AUTH_TOKEN=t0k  # keep it secret",
    "AUTH_TOKEN=old\r\nAUTH_TOKEN=t0k\r\n",
    "AUTH_TOKEN=old\rAUTH_TOKEN=t0k",
    "```sh\nAUTH_TOKEN=t0k\n```",
    "AUTH_TOKEN=t0k\nAUTH_TOKEN=$(grep '^AUTH_TOKEN=' TOOLS.md | head -n1 | cut -d= -f2-)",
  ])("reads %j", (line) => {
    expect(readTokenFromTools(`# TOOLS\n\n${line}\n`)).toBe("t0k");
  });

  test.each([
    "# AUTH_TOKEN=t0k",
    "AUTH_TOKEN=two words",
    "AUTH_TOKEN=$TOKEN",
    "AUTH_TOKEN=a=b",
    "AUTH_TOKEN='t0k",
    "AUTH_TOKEN=''t0k''",
    "AUTH_TOKEN=",
    "AUTH_TOKEN: t0k",
    "export AUTH_TOKEN=t0k",
    "| AUTH_TOKEN | t0k |",
    "MY_AUTH_TOKEN=t0k",
  ])("finds no token in %j", (line) => {
    expect(readTokenFromTools(`# TOOLS\n\n${line}\n`)).toBeNull();
  });

  test.each(['header = "X-Agent-Token: t0k"', "- header: 'x-agent-token:t0k'", '`header = "X-Agent-Token: t0k"`'])(
    "%j is a token line too, but not the one that everything reads the token from",
    (line) => {
      expect(readTokenWords(`# TOOLS\n\n${line}\n`, "file")).toEqual({ inPlace: ["t0k"], assigned: [], elsewhere: [] });
      expect(readTokenFromTools(line)).toBeNull();
      expect(readTokenWords(`${line}\n\n## Tools\nAUTH_TOKEN=other`, "agents-section")).toEqual({
        ...{ inPlace: ["other"], assigned: ["other"], elsewhere: ["t0k"] },
      });
    },
  );

  test.each([
    'curl -H "X-Agent-Token: t0k"',
    'header = "X-Agent-Token: $AUTH_TOKEN"',
    "X-Agent-Token: t0k",
    'header = "Other: t0k"',
  ])("%j is not", (line) => {
    expect(readTokenWords(line, "file").inPlace).toEqual([]);
  });

  test("a byte order mark is not part of the first line", () => {
    expect(readTokenFromTools("\ufeffAUTH_TOKEN=t0k")).toBe("t0k");
    expect(readTokenFromAgents("\ufeff## Tools\nAUTH_TOKEN=t0k")).toBe("t0k");
  });

  test("a current gateway keeps it in the Tools section of AGENTS.md and nowhere else", () => {
    const agents =
      "# A\nAUTH_TOKEN=outside\n\n## Tools\n- `AUTH_TOKEN=inside`\n### More\nX=1\n\n## Rules\nAUTH_TOKEN=later";
    expect(readTokenFromAgents(agents)).toBe("inside");
    expect(readTokenFromAgents(agents.replaceAll("\n", "\r\n"))).toBe("inside");
    expect(readTokenFromAgents("# A\nAUTH_TOKEN=outside")).toBeNull();
    expect(readTokenFromAgents(null)).toBeNull();
  });

  test("a heading inside a code fence does not end the section", () => {
    expect(readTokenFromAgents("## Tools\n```sh\n# comment\n## not a heading\n```\nAUTH_TOKEN=t")).toBe("t");
  });

  test("finds the token where OpenClaw's own migration from TOOLS.md left it", () => {
    const migrated = "# A\n\n## Tools\n\n### Local notes (migrated from TOOLS.md)\n\n# TOOLS\n\nAUTH_TOKEN=moved\n";
    expect(readTokenFromAgents(migrated)).toBe("moved");
  });

  test("reads back every token that is written, in every form", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom("", "- ", "- `", "`"),
        (bytes, lead) => {
          const token = Buffer.from(bytes).toString("base64url");
          const line = `${lead}AUTH_TOKEN=${token}${lead.endsWith("`") ? "`" : ""}`;
          expect(readTokenFromTools(`## Keys\n${line}`)).toBe(token);
        },
      ),
    );
  });
});
