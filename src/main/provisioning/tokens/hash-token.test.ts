import { describe, expect, test } from "vitest";
import { hashToken, mintToken, verifyToken, weightOf } from "./hash-token.ts";

describe("hashing", () => {
  test("tokens are 32 random bytes and verify against their own hash only", async () => {
    const token = mintToken();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const hash = await hashToken(token);
    expect(hash).toMatch(/^pbkdf2_sha256\$1000\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyToken(token, hash)).toBe(true);
    expect(await verifyToken(mintToken(), hash)).toBe(false);
  });

  // hashlib.pbkdf2_hmac("sha256", b"flight-deck-token", b"0123456789abcdef", iterations), as Mission Control stores it.
  test.each([
    [1, "Ec1hvYh6g-ddIPSQqLzYgu-cDqo8SQ2oisgevFcg0e8"],
    [1_000, "oRrHXoYAIX7HgCjMvpamA8Jd_zgRPc0S6omfiCwkTWs"],
    [200_000, "JvGESXWpmAUaSyM5G8AknOrzkNTMm4ieQOx4OFKXf98"],
  ])("verifies what Python's hashlib made with %i iterations: Mission Control's rows", async (iterations, digest) => {
    const row = `pbkdf2_sha256$${iterations}$MDEyMzQ1Njc4OWFiY2RlZg$${digest}`;
    expect(await verifyToken("flight-deck-token", row)).toBe(true);
    expect(await verifyToken("flight-deck-tokem", row)).toBe(false);
  });

  test.each([
    "",
    "plain",
    "pbkdf2_sha1$200000$AAAA$BBBB",
    "pbkdf2_sha256$0$AAAA$BBBB",
    "pbkdf2_sha256$99999999$AAAA$BBBB",
    "bcrypt$x",
  ])("an unknown form never verifies: %s", async (stored) => {
    expect(await verifyToken("anything", stored)).toBe(false);
  });
});

describe("weight of a hash", () => {
  test.each([
    ["pbkdf2_sha256$1$c2FsdA$ZGlnZXN0", "light"],
    ["pbkdf2_sha256$1000$c2FsdA$ZGlnZXN0", "light"],
    ["pbkdf2_sha256$1001$c2FsdA$ZGlnZXN0", "heavy"],
    ["pbkdf2_sha256$200000$c2FsdA$ZGlnZXN0", "heavy"],
    ["pbkdf2_sha256$1000", "other"],
    ["plain", "other"],
    ["", "other"],
    [null, "none"],
  ] as const)("%s is %s", (hash, weight) => {
    expect(weightOf(hash)).toBe(weight);
  });
});
