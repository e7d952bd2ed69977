import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { hint, hintForTerminal } from "../../shared/hint-words.ts";
import type { RunError } from "../../shared/sync.ts";
import { errorRow } from "../provisioning/report/run-tally.ts";
import { rememberSecret } from "../vault/known-secrets.ts";
import { createOutput, toFlightDeckError } from "./output.ts";
import { errorListText } from "./text/error-list-text.ts";

const command = `openclaw devices approve ${"x".repeat(30)} --url ws://127.0.0.1:18789 --token-file ${"y".repeat(40)}`;

const asked = hint(`First look at the log. Then run \`${command}\`, and sync again.`);

function open(isTTY: boolean) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()].map((stream) => Object.assign(stream, { isTTY }));
  const output = createOutput(false, { stdout, stderr } as unknown as Parameters<typeof createOutput>[1]);
  return { output, stdout, stderr };
}

const more = "  More: flightdeck help bad-input";

test("a piped error and a piped report are not broken into lines", async () => {
  const { output, stdout, stderr } = open(false);
  const message = "This is what happened, and it takes more than the eighty columns of a terminal to tell it.";
  await output.error(new FlightDeckError("bad-input", message, asked));
  expect(String(stderr?.read()).split("\n")).toEqual([`✖ ${message}`, `  → ${hintForTerminal(asked)}`, more, ""]);
  const ofNone = { agentId: null, agentName: null, boardId: null };
  const error: RunError = { code: "bad-input", message, hint: asked, severity: "error", ...ofNone };
  const { columns, paint } = output;
  await output.result({}, () => errorListText({ errors: [error], mostGroups: 1, columns, paint }));
  expect(String(stdout?.read())).toContain(`    → ${hintForTerminal(asked)}\n`);
});

test("what a library says of an unexpected failure is told without the secrets that it repeats", () => {
  rememberSecret("planted-in-a-fault");
  const fault = new Error('Unexpected token, "planted-in-a-fault" is not valid JSON');
  expect(toFlightDeckError(fault).message).toBe(
    'Something unexpected happened: Unexpected token, "(secret)" is not valid JSON',
  );
  expect(errorRow(fault, null).message).toBe('The run: Unexpected token, "(secret)" is not valid JSON');
});

test("on a terminal texts keep to its width, and a command stays whole", async () => {
  const { output, stderr } = open(true);
  await output.error(new FlightDeckError("bad-input", "No.", asked));
  expect(stripVTControlCharacters(String(stderr?.read())).split("\n")).toEqual([
    "✖ No.",
    "  → First look at the log. Then run",
    `    \`${command}\`,`,
    "    and sync again.",
    more,
    "",
  ]);
});

test("advice that only the window has is left out", async () => {
  const { output, stderr } = open(false);
  await output.error(new FlightDeckError("bad-input", "No.", hint('Use "Sync templates".', "")));
  expect(String(stderr?.read())).toBe(`✖ No.\n${more}\n`);
});
