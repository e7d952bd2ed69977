import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { hint } from "../../shared/hint-words.ts";
import { createOutput } from "./output.ts";

const command = `openclaw devices approve ${"x".repeat(30)} --url ws://127.0.0.1:18789 --token-file ${"y".repeat(40)}`;

test.each([
  ["a pipe, on one line", false, true],
  ["a terminal, within its width", true, false],
])("a hint goes to %s", async (_name, isTTY, isWhole) => {
  const stderr = Object.assign(new PassThrough(), { isTTY });
  const streams = { stdout: new PassThrough(), stderr } as unknown as Parameters<typeof createOutput>[1];
  await createOutput(false, streams).error(new FlightDeckError("bad-input", "No.", hint(`Run \`${command}\`.`)));
  expect(String(stderr.read()).includes(command)).toBe(isWhole);
});
