import { pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

/** Agent tokens and their stored form, compatible both ways with Mission Control's rows (docs/behaviour.md, Agent tokens). */

const scheme = "pbkdf2_sha256";
/**
 * What a minted hash costs to verify. A token is 32 random bytes, so more iterations do not make it safer; but Mission Control
 * tries a token against the hash of every agent in turn.
 */
export const tokenHashIterations = 1_000;
/** A stored hash with more iterations is not Mission Control's, and would block a thread for seconds. */
export const maxVerifiedIterations = 2_000_000;
const saltBytes = 16;
const digestBytes = 32;

const derive = promisify(pbkdf2);

/** How many PBKDF2 runs this process has done, for benchmarks and tests. */
export const hashing = { runs: 0 };

/** A fresh agent token: 32 random bytes, base64url without padding. */
export function mintToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Hashes a token for storage. Runs on the thread pool, never on the main thread. */
export async function hashToken(token: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const digest = await digestOf(token, salt, tokenHashIterations, digestBytes);
  return [scheme, tokenHashIterations, salt.toString("base64url"), digest.toString("base64url")].join("$");
}

/** Whether `token` is the one that was hashed, with any number of iterations. False for every other form of hash. */
export async function verifyToken(token: string, storedHash: string): Promise<boolean> {
  const parsed = parseHash(storedHash);
  if (!parsed) return false;
  const digest = await digestOf(token, parsed.salt, parsed.iterations, parsed.digest.length);
  return timingSafeEqual(digest, parsed.digest);
}

/** The cost of verifying against a stored hash; `other` is a text that is not a hash of ours. */
export function weightOf(storedHash: string | null): "none" | "light" | "heavy" | "other" {
  if (storedHash === null) return "none";
  const iterations = iterationsOf(storedHash);
  if (iterations === null) return "other";
  return iterations > tokenHashIterations ? "heavy" : "light";
}

/** Null for a text that is not a hash of ours. */
export function iterationsOf(storedHash: string): number | null {
  const match = /^pbkdf2_sha256\$([1-9]\d*)\$[^$]+\$[^$]+$/.exec(storedHash);
  return match ? Number(match[1]) : null;
}

async function digestOf(token: string, salt: Buffer, rounds: number, lengthBytes: number): Promise<Buffer> {
  hashing.runs += 1;
  return derive(token, salt, rounds, lengthBytes, "sha256");
}

function parseHash(storedHash: string): { iterations: number; salt: Buffer; digest: Buffer } | null {
  const match = /^pbkdf2_sha256\$([1-9]\d{0,7})\$([A-Za-z0-9_-]+)=*\$([A-Za-z0-9_-]+)=*$/.exec(storedHash);
  if (!match?.[1] || !match[2] || !match[3] || Number(match[1]) > maxVerifiedIterations) return null;
  const digest = Buffer.from(match[3], "base64url");
  if (digest.length !== digestBytes) return null;
  return { iterations: Number(match[1]), salt: Buffer.from(match[2], "base64url"), digest };
}
