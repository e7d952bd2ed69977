import { readToolsSection } from "../../templates/tools-section.ts";

/** Reads the lines of an agent's token file that have its token: `AUTH_TOKEN=…` and the header line for curl. */

/** TOOLS.md as a whole, or the `## Tools` section of AGENTS.md. */
export type TokenHome = "file" | "agents-section";

/** The words after `AUTH_TOKEN=`, and in the header lines of a file. */
export type TokenWords = {
  /** Where the token belongs, in the order of the file. */
  inPlace: string[];
  /** Those of them that are on AUTH_TOKEN lines, from which every installation and Mission Control read the token. */
  assigned: string[];
  /** Anywhere else in the same file. */
  elsewhere: string[];
};

const lineBreak = /\r\n?|\n/;
const tokenLine = /^(?:[-*+]\s+)?(`?)AUTH_TOKEN=(.*)$/;
/** What `curl -K` takes as a header. An agent sends this one, so a token of its own must not pass unseen. */
const headerLine = /^(?:[-*+]\s+)?`?header\s*[=:]\s*(["'])X-Agent-Token:\s*([\w-]+)\s*\1/i;
const trailingComment = /\s#.*$/;

/** One word of URL-safe characters; surrounding quotes or backticks are not part of it. */
const urlSafeWord = /^(["'`]?)([\w-]+)\1$/;

/** The words of all token lines, also those inside code blocks. Values that cannot be a token are left out. */
export function readTokenWords(content: string | null, home: TokenHome): TokenWords {
  const text = (content ?? "").replace(/^\ufeff/, "");
  const all = wordsOf(text);
  const inPlace = home === "file" ? all : wordsInSection(text);
  const words = textsOf(inPlace);
  return {
    inPlace: words,
    assigned: textsOf(inPlace.filter(({ isAssigned }) => isAssigned)),
    elsewhere: textsOf(all).filter((word) => !words.includes(word)),
  };
}

/** The last assigned word in TOOLS.md, or null. */
export function readTokenFromTools(tools: string | null): string | null {
  return readTokenWords(tools, "file").assigned.at(-1) ?? null;
}

/** The last assigned word in the `## Tools` section of AGENTS.md, or null. */
export function readTokenFromAgents(agents: string | null): string | null {
  return readTokenWords(agents, "agents-section").assigned.at(-1) ?? null;
}

type Word = { text: string; isAssigned: boolean };

/** OpenClaw's own migration puts TOOLS.md with its top heading below a new heading; the top heading ends the section. */
function wordsInSection(agents: string): Word[] {
  const text = agents.replace(new RegExp(lineBreak, "g"), "\n");
  const inSection = wordsOf(readToolsSection(text) ?? "");
  if (inSection.length > 0) return inSection;
  const migrated = text.indexOf("### Local notes (migrated from TOOLS.md)");
  return migrated < 0 ? [] : wordsOf(text.slice(migrated));
}

function textsOf(words: Word[]): string[] {
  return words.map(({ text }) => text);
}

function wordsOf(text: string): Word[] {
  return text.split(lineBreak).flatMap((line) => wordOf(line.trim()) ?? []);
}

function wordOf(line: string): Word | null {
  const header = headerLine.exec(line)?.[2];
  if (header !== undefined) return { text: header, isAssigned: false };
  const assigned = assignedIn(line);
  return assigned === null ? null : { text: assigned, isAssigned: true };
}

/** Headings are not token lines: `# AUTH_TOKEN=...` is a comment. */
function assignedIn(line: string): string | null {
  const [, backtick, rest = ""] = tokenLine.exec(line) ?? [];
  const value = backtick ? beforeBacktick(rest) : rest.replace(trailingComment, "");
  return urlSafeWord.exec(value.trim())?.[2] ?? null;
}

function beforeBacktick(text: string): string {
  const end = text.indexOf("`");
  return end < 0 ? text : text.slice(0, end);
}
