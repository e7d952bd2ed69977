import { expect, it } from "vitest";
import { tokenPlaceholder } from "../provisioning/tokens/mask-token.ts";
import { hideTokens } from "./hide-tokens.ts";

const token = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE";

it.each([`AUTH_TOKEN=${token}`, `- \`AUTH_TOKEN=${token}\``, `AUTH_TOKEN = "${token}"`, `+AUTH_TOKEN: ${token}`])(
  "takes the token out of %j",
  (text) => {
    const shown = hideTokens(text);
    expect(shown).not.toContain(token);
    expect(shown).toContain("(a token)");
  },
);

it("shows the placeholder for the agent's own token in few words, and the sign of its line", () => {
  expect(hideTokens(`-${tokenPlaceholder}\n+AUTH_TOKEN=${tokenPlaceholder}`)).toBe(
    "-(agent token)\n+AUTH_TOKEN=(agent token)",
  );
});

it("leaves talk about the token alone", () => {
  const text = "AUTH_TOKEN is your identity. Send $AUTH_TOKEN as X-Agent-Token.";
  expect(hideTokens(text)).toBe(text);
});
