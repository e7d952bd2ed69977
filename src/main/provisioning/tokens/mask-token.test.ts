import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskGatewayToken, maskToken, maskTokenLines, tokenPlaceholder } from "./mask-token.ts";

const token = fc.nat().map((seed) => createHash("sha256").update(String(seed)).digest("base64url"));

describe("another agent's token", () => {
  test.each(["", "-", "_", "id-", "a", "x7", "--", "AUTH_TOKEN=", "+AUTH_TOKEN: "])(
    "does not show behind %j, whatever follows",
    (before) => {
      fc.assert(
        fc.property(
          token,
          fc.constantFrom("", "-", "_", "-x", "y", "9", " .", `-${tokenPlaceholder}`),
          (text, after) => {
            const masked = maskTokenLines(`see ${before}${text}${after} end`);
            expect(masked).toMatch(/^see .*\(a token\).* end$/);
            for (const part of [text.slice(3, 23), text.slice(20, 40)]) expect(masked).not.toContain(part);
          },
        ),
      );
    },
  );

  test("does not show without a digit either", () => {
    expect(maskTokenLines("-FbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj")).toBe("-(a token)");
  });

  test("leaves the sign of a diff's line, and is told from the agent's own", () => {
    const other = "RKJf5Nnz1JC2rw3TFEeQMVsr7gEQx-vib9FY_xej0a0";
    expect(maskTokenLines(`-${other}\n+${tokenPlaceholder}`)).toBe(`-(a token)\n+${tokenPlaceholder}`);
    expect(maskTokenLines(`-AUTH_TOKEN=${other}\n+AUTH_TOKEN=${tokenPlaceholder}`)).toBe(
      `-AUTH_TOKEN=(a token)\n+AUTH_TOKEN=${tokenPlaceholder}`,
    );
  });
});

test("a word behind a name of the token is masked, whatever it looks like", () => {
  const text = 'AUTH_TOKEN=some-word-of-mine\nheader = "X-Agent-Token: some-word-of-mine"';
  expect(maskTokenLines(text)).toBe('AUTH_TOKEN=(a token)\nheader = "X-Agent-Token: (a token)"');
});

test.each([
  ["a SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
  ["one in capitals", "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08"],
  ["a rule of dashes", "-".repeat(50)],
  ["a rule of underscores", "_".repeat(80)],
  ["a session key", "agent:mc-gateway-5eed0000-0000-4000-8002-000000000001:main"],
  ["a path", "docs/How-We-Work-Together-With-Customers-In-The-North-2026/notes-on-the-first-thousand-conversations.md"],
  ["a name with an id", "Agent-5eed0000-0a0b-4c0d-8e06-0f0a0b0c0d01-notes"],
  ["a constant", "THE_LARGEST_NUMBER_OF_RETRIES_BEFORE_GIVING_UP_2026"],
  ["the stand-in, glued", `x${tokenPlaceholder}-y`],
  ["talk about the token", "AUTH_TOKEN is your identity. Send $AUTH_TOKEN as X-Agent-Token."],
])("%s stays readable", (_, text) => {
  expect(maskTokenLines(text)).toBe(text);
});

test("a long run that only nearly matches is masked in no time", () => {
  const text = `${"a".repeat(30)}${"-".repeat(200_000)} ${"a-".repeat(100_000)}`;
  expect(maskTokenLines(text)).toBe(text);
});

test("two contents are never equal because their masks are", () => {
  const own = "x".repeat(43);
  expect(maskToken(`Token: ${own}`, own)).toBe(`Token: ${tokenPlaceholder}`);
  for (const reader of [own, null]) {
    const masked = maskToken(`Token: ${tokenPlaceholder}`, reader);
    expect(masked).not.toContain(tokenPlaceholder);
    expect(masked).toMatch(/^Token: \(.*\)$/);
  }
});

test("a gateway's token is masked everywhere, unless it is too short to be a secret", () => {
  const text = "token=open-sesame-x, for developers";
  expect(maskGatewayToken(text, "open-sesame")).toBe("token=(gateway token)-x, for developers");
  for (const token of [null, "", "dev"]) expect(maskGatewayToken(text, token)).toBe(text);
});
