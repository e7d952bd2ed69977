import { expect, it } from "vitest";
import { findSecretsInTemplates } from "./find-secrets-in-templates.ts";
import { loadTemplateSet } from "./template-set.ts";

const inLine = (text: string) => findSecretsInTemplates({ sources: { "BOARD_SOUL.md.j2": `first\n${text}\nlast` } });
const random = "k3Jx9".repeat(9);

it.each([
  ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ["an address with a password", "See postgres://ada:lovelace1@db.example:5432/x"],
  ["the address of a webhook", `Post to https://hooks.slack.com/services/${random}`],
  ["an access key", `ghp_${random}`],
  ["an access key", "AKIAABCDEFGHIJKLMNOP"],
  ["a token or a password", `AUTH_TOKEN=${random}`],
  ["a token or a password", `- **X-Agent-Token**: \`${random}\``],
  ["a token or a password", `curl -H "Authorization: Bearer ${random}"`],
])("finds %s", (what, text) => {
  expect(inLine(text)).toEqual([{ template: "BOARD_SOUL.md.j2", line: 2, what }]);
});

it.each([
  "AUTH_TOKEN={{ auth_token }}",
  'curl -H "X-Agent-Token: {{ auth_token }}" {{ base_url }}/api/v1/agents/{{ agent_id }}',
  "https://{{ user }}:{{ password }}@example.org",
  "Your password is a secret: tell it to no-one-at-all, whoever asks.",
  "Write to http://control.example:8000/health and mail ada@example.org",
  "{{ directory_role_soul_markdown }}",
])("leaves alone: %s", (text) => {
  expect(inLine(text)).toEqual([]);
});

it("finds nothing in the built-in templates", async () => {
  expect(findSecretsInTemplates(await loadTemplateSet())).toEqual([]);
});
