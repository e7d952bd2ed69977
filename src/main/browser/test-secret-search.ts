import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { processIds, readQuietly } from "./test-processes.ts";

/** A secret of a test, by the name that a failure tells. */
export type Planted = { name: string; secret: string | Buffer };

/** A place where no secret may be: a file, an answer, a frame or an argument list. */
export type Place = { name: string; bytes: Buffer };

/** The secrets that are in a place in clear, as hexadecimal digits or as base64; each as "secret in place". */
export function findSecrets(planted: readonly Planted[], places: readonly Place[]): string[] {
  return planted.flatMap(({ name, secret }) => {
    const spellings = spellingsOf(Buffer.from(secret));
    const found = places.filter(({ bytes }) => spellings.some((spelling) => bytes.includes(spelling)));
    return found.map((place) => `${name} in ${place.name}`);
  });
}

function spellingsOf(secret: Buffer): Buffer[] {
  const hex = secret.toString("hex");
  const texts = [hex, hex.toUpperCase(), ...[0, 1, 2].flatMap((before) => base64Spellings(secret, before))];
  return [secret, ...texts.map((text) => Buffer.from(text, "latin1"))];
}

/** Both alphabets, without the characters that depend on the bytes around the secret, of which `before` are in front of it. */
function base64Spellings(secret: Buffer, before: number): string[] {
  const text = Buffer.concat([Buffer.alloc(before), secret])
    .toString("base64")
    .replace(/=+$/, "");
  const bits = (before + secret.length) * 8;
  const whole = text.slice(Math.ceil((before * 8) / 6), Math.floor(bits / 6));
  return [whole, whole.replaceAll("+", "-").replaceAll("/", "_")];
}

/** Every file below a folder, except those with these names. */
export function filesBelow(folder: string, except: readonly string[] = []): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !except.includes(entry.name))
    .map(({ parentPath, name }) => ({ name, bytes: readFileSync(join(parentPath, name)) }));
}

/**
 * Collects the argument lists of all processes of this machine; of none where there is no /proc.
 * @returns ends it and gives what was collected
 */
export function watchArguments(): () => Place[] {
  const seen = new Set<string>();
  const look = () => {
    for (const id of processIds()) seen.add(readQuietly(`/proc/${id}/cmdline`));
  };
  const timer = setInterval(look, 100).unref();
  return () => {
    clearInterval(timer);
    look();
    return [...seen].map((line) => ({ name: `arguments: ${line.slice(0, 80)}`, bytes: Buffer.from(line, "latin1") }));
  };
}
