import { pbkdf2Sync } from "node:crypto";

/** The hash of a token as Mission Control stores it, made without our own code. */
export function heavyHash(token: string, iterations = 200_000): string {
  const salt = Buffer.from("0123456789abcdef");
  const digest = pbkdf2Sync(token, salt, iterations, 32, "sha256");
  return `pbkdf2_sha256$${iterations}$${salt.toString("base64url")}$${digest.toString("base64url")}`;
}
