import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, test } from "vitest";
import { errorCodes } from "../../shared/errors.ts";
import { anchorOf, guideIndex, guidePlace, guideReferences } from "../../shared/guide.ts";
import { syncChoices } from "../../shared/sync-options.ts";
import { listGuidePages, readGuidePage } from "./read-guide.ts";
import { commandNames, refusalOf } from "./test-command-faults.ts";
import { textsOfWindow } from "./test-window-texts.ts";

/* The guide names what exists: controls of the window, commands, errors and pages. */

const folder = join(import.meta.dirname, "../../../docs/guide");
const files = globSync("*.md", { cwd: folder }).map((file) => basename(file, ".md"));
const pages = files.map((name) => (name === "README" ? guideIndex : name));
const textOf = (page: string) => readGuidePage(page) ?? "";

function tokensOf(page: string): Token[] {
  const all: Token[] = [];
  marked.walkTokens(marked.lexer(textOf(page)), (token) => void all.push(token));
  return all;
}

test("the index lists every page and every document beside them, and no others", () => {
  const listed = listGuidePages().map(({ name }) => name);
  expect(listed.toSorted()).toEqual(
    [...pages.filter((page) => page !== guideIndex), ...guideReferences, "errors"].toSorted(),
  );
});

test("no page has the name of a command or an error, which `help` would show in its place", () => {
  expect([...pages, ...guideReferences].filter((page) => [...commandNames, ...errorCodes].includes(page))).toEqual([]);
});

// A label that the window puts together of two.
const windowTexts = textsOfWindow().add(`${syncChoices.rotateTokens.label} for these`);

describe.each(pages)("%s", (page) => {
  test("the window has the controls that it names", () => {
    const labels = tokensOf(page).flatMap((token) => (token.type === "strong" ? [String(token.text)] : []));
    const controls = labels.filter((label) => !label.endsWith(":"));
    expect(controls.filter((label) => !windowTexts.has(label))).toEqual([]);
    const quoted = tokensOf(page).flatMap((token) =>
      token.type === "paragraph" || token.type === "text"
        ? [...withoutCode(token.raw).matchAll(/"([A-Z][^"]+)"/g)]
        : [],
    );
    expect(quoted.map(([, label = ""]) => label).filter((label) => !windowTexts.has(label))).toEqual([]);
  });

  test("its commands are commands of the program", () => {
    const lines = tokensOf(page).flatMap((token) =>
      token.type === "code" || token.type === "codespan" ? String(token.text).split("\n") : [],
    );
    const commands = lines.flatMap((line) => /^flightdeck (.+?)(?: &&.*| > .*)?$/.exec(line)?.[1] ?? []);
    expect(commands.flatMap((command) => refusalOf(wordsOf(command)) ?? [])).toEqual([]);
    // Each line of a block is a command of ours, or of the operator's shell.
    const blocks = tokensOf(page).flatMap((token) => (token.type === "code" ? String(token.text).split("\n") : []));
    expect(blocks.filter((line) => !/^(flightdeck|\(umask) /.test(line))).toEqual([]);
  });

  test("its links lead to pages, sections and errors that exist", () => {
    const links = tokensOf(page).flatMap((token) => (token.type === "link" ? [(token as Tokens.Link).href] : []));
    expect(links.filter((href) => !leadsSomewhere(href, page))).toEqual([]);
  });
});

const withoutCode = (text: string) => text.replaceAll(/`[^`]*`/g, "");

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

function leadsSomewhere(href: string, from: string): boolean {
  const place = guidePlace(href, from);
  if (place === null) return false;
  if (place.page === "errors") return place.section === null || errorCodes.some((code) => code === place.section);
  const headings = [...textOf(place.page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  return headings.length > 0 && (place.section === null || headings.includes(place.section));
}
