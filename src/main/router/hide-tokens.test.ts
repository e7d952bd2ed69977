import { expect, it } from "vitest";
import { tokenPlaceholder } from "../provisioning/mask-token.ts";
import { hideTokens } from "./hide-tokens.ts";

const token = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE";

it.each([
  `AUTH_TOKEN=${token}`,
  `- \`AUTH_TOKEN=${token}\``,
  `AUTH_TOKEN = "${token}"`,
  `+AUTH_TOKEN: ${token}`,
  `AUTH_TOKEN=${tokenPlaceholder}`,
])("takes the token out of %j", (text) => {
  const shown = hideTokens(text);
  expect(shown).not.toContain(token);
  expect(shown).not.toContain(tokenPlaceholder);
  expect(shown).toContain("(agent token)");
});

it("leaves talk about the token alone", () => {
  const text = "AUTH_TOKEN is your identity. Send $AUTH_TOKEN as X-Agent-Token.";
  expect(hideTokens(text)).toBe(text);
});
