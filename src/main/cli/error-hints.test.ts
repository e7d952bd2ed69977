import { expect, test } from "vitest";
import { errorCodes, errorEntry } from "../../shared/errors.ts";
import { hintForTerminal, hintForWindow } from "../../shared/hint-words.ts";
import { syncChoiceNames, syncChoices } from "../../shared/sync-options.ts";
import { faultOf } from "./test-command-faults.ts";
import { textsOfWindow } from "./test-window-texts.ts";

/* Every hint of the error catalogue leads to something that exists in the host that shows it. */

const values = ["VALUE", "VALUE", "VALUE"];
const hints = errorCodes.flatMap((code) =>
  Object.entries(errorEntry(code).hints).map(([situation, made]): [name: string, hint: string] => [
    `${code}, ${situation}`,
    typeof made === "function" ? made(...values) : made,
  ]),
);

/** Programs of the gateway's host or of this machine, which both hosts may name. */
const otherPrograms = ["openclaw", "openssl", "npm", "npx"];
const windowWords = /\b(click|button|screen|window|menu|page|tab|dialog|checkbox|tick)\b/i;

function commandsIn(text: string): string[][] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, command = ""]) => command.split(" "));
}

const isOwn = ([name = ""]: string[]) => !otherPrograms.includes(name) && name !== "VALUE";

test.each(hints)("%s: the command line can run what its hint names", (_, hint) => {
  const text = hintForTerminal(hint);
  const faults = commandsIn(text).filter(isOwn).map(faultOf);
  expect(faults.filter((fault) => fault !== null)).toEqual([]);
  const prose = text.replace(/`[^`]+`/g, "");
  expect(prose).not.toMatch(/--[a-z]/);
  expect(prose.replaceAll(`"VALUE"`, "")).not.toMatch(/"/);
  expect(prose).not.toMatch(windowWords);
});

const windowTexts = textsOfWindow();

test.each(hints)("%s: the window has what its hint names", (_, hint) => {
  const text = hintForWindow(hint);
  const labels = [...text.matchAll(/"([^"]+)"/g)].map(([, label = ""]) => label);
  expect(labels.filter((label) => label !== "VALUE" && !windowTexts.has(label))).toEqual([]);
  const ofOthers = new RegExp(`\`(${[...otherPrograms, "flightdeck"].join("|")}) [^\`]+\``, "g");
  expect(text.replace(ofOthers, "")).not.toMatch(/--[a-z]/);
  const own = commandsIn(text).filter(isOwn);
  expect(own.filter(([name]) => name !== "flightdeck")).toEqual([]);
  expect(own.map(faultOf).filter((fault) => fault !== null)).toEqual([]);
});

test.each(hints)("%s: both hosts name the same sync option", (_, hint) => {
  const named = syncChoiceNames
    .map((name) => syncChoices[name])
    .filter(({ label }) => hintForWindow(hint).includes(`"${label}"`));
  for (const { flag } of named) expect(hintForTerminal(hint)).toContain(flag);
});

test("every hint has words for at least one host, and ends as a sentence", () => {
  for (const [name, hint] of hints) {
    const shown = [hintForWindow(hint), hintForTerminal(hint)].filter((text) => text !== "");
    expect(shown.length, name).toBeGreaterThan(0);
    for (const text of shown) expect(text, name).toMatch(/[.`}]$/);
  }
});
