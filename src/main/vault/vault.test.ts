import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { createVault } from "./vault.ts";

const vault = createVault(Buffer.alloc(32, 1));

function errorOf(action: () => unknown): FlightDeckError {
  try {
    action();
  } catch (error) {
    if (error instanceof FlightDeckError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("vault", () => {
  it("opens what it sealed, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, context) => {
        expect(vault.open(vault.seal(plain, context), context)).toBe(plain);
      }),
    );
  });

  it("seals the same text differently every time", () => {
    expect(vault.seal("secret", "a")).not.toBe(vault.seal("secret", "a"));
  });

  it("shows the secret in neither spelling", () => {
    const sealed = vault.seal("plain-secret", "a");
    expect(sealed).not.toContain("plain-secret");
    expect(sealed).not.toContain(Buffer.from("plain-secret").toString("base64url").slice(0, 12));
  });

  it("refuses a sealed text in the place of another", () => {
    const sealed = vault.seal("secret", "gateway-token:1");
    const error = errorOf(() => vault.open(sealed, "gateway-token:2"));
    expect(error.code).toBe("vault-key");
    expect(error.message).toContain("belongs to another record");
  });

  it("tells a wrong key from altered text, and says what to do", () => {
    const other = createVault(Buffer.alloc(32, 2));
    const error = errorOf(() => other.open(vault.seal("secret", "gateway-token:1"), "gateway-token:1"));
    expect(error.code).toBe("vault-key");
    expect(error.message).toContain("another data key");
    expect(error.hint).toContain("FLIGHTDECK_KEY");
  });

  it("refuses text of which any byte was changed", () => {
    const [head, id, body = ""] = vault.seal("secret", "a").split(".");
    const bytes = Buffer.from(body, "base64url");
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      const sealed = [head, id, changed.toString("base64url")].join(".");
      expect(errorOf(() => vault.open(sealed, "a")).code).toBe("vault-key");
    }
  });

  it.each(["", "secret", "fd1.x", "fd2.a.b", "fd1.a.b.c", "fd1..AAAA"])("refuses %j as sealed text", (text) => {
    expect(errorOf(() => vault.open(text, "a")).code).toBe("vault-key");
  });

  it("never repeats the secret or the sealed text in an error", () => {
    const sealed = vault.seal("secret-value", "a");
    const error = errorOf(() => vault.open(sealed, "b"));
    expect(`${error.message} ${error.hint}`).not.toMatch(/secret-value|fd1/);
  });

  it("fingerprints by text and by key", () => {
    const other = createVault(randomBytes(32));
    expect(vault.fingerprint("a")).toBe(createVault(Buffer.alloc(32, 1)).fingerprint("a"));
    expect(vault.fingerprint("a")).not.toBe(vault.fingerprint("b"));
    expect(vault.fingerprint("a")).not.toBe(other.fingerprint("a"));
  });
});
