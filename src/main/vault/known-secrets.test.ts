import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { hideSecrets, rememberSecret } from "./known-secrets.ts";
import { createVault } from "./vault.ts";

test("what was sealed or opened is hidden in texts of others, also as JSON and URLs spell it", () => {
  const vault = createVault(randomBytes(32));
  vault.seal('pass"word å/1', "gateway-token:1");
  const text = 'refused: {"auth":"pass\\"word å/1"} at ?token=pass%22word%20%C3%A5%2F1, or pass"word å/1';
  expect(hideSecrets(text)).toBe('refused: {"auth":"(secret)"} at ?token=(secret), or (secret)');
});

test("what was sealed is hidden as hexadecimal digits and base64 too", () => {
  const secret = "a secret that is spelled otherwise?>";
  rememberSecret(secret);
  for (const encoding of ["hex", "base64", "base64url"] as const)
    expect(hideSecrets(`sent: ${Buffer.from(secret).toString(encoding)}.`)).toBe("sent: (secret).");
});

test("an opened secret is hidden in a process that did not seal it", () => {
  const key = randomBytes(32);
  const sealed = createVault(key).seal("of-another-process", "x");
  createVault(key).open(sealed, "x");
  expect(hideSecrets("it was of-another-process.")).toBe("it was (secret).");
});

test("short texts and whole files are no secrets", () => {
  rememberSecret("files");
  rememberSecret("x".repeat(2_000));
  rememberSecret(null);
  expect(hideSecrets(`files ${"x".repeat(2_000)}`)).toBe(`files ${"x".repeat(2_000)}`);
});
