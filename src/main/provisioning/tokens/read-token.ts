import { readToolsSection } from "../../templates/tools-section.ts";

/** Reads the AUTH_TOKEN lines of an agent's token file. */

/** TOOLS.md as a whole, or the `## Tools` section of AGENTS.md. */
export type TokenHome = "file" | "agents-section";

/** The words after `AUTH_TOKEN=` in a file. */
export type TokenWords = {
  /** Where the token belongs, in the order of the file. */
  inPlace: string[];
  /** Anywhere else in the same file. */
  elsewhere: string[];
};

const lineBreak = /\r\n?|\n/;
const tokenLine = /^(?:[-*+]\s+)?(`?)AUTH_TOKEN=(.*)$/;
const trailingComment = /\s#.*$/;

/** One word of URL-safe characters; surrounding quotes or backticks are not part of it. */
const urlSafeWord = /^(["'`]?)([\w-]+)\1$/;

/** The words of all `AUTH_TOKEN=` lines, also those inside code blocks. Values that cannot be a token are left out. */
export function readTokenWords(content: string | null, home: TokenHome): TokenWords {
  const text = (content ?? "").replace(/^\ufeff/, "");
  const all = wordsOf(text);
  if (home === "file") return { inPlace: all, elsewhere: [] };
  const inPlace = wordsInSection(text);
  return { inPlace, elsewhere: all.filter((word) => !inPlace.includes(word)) };
}

/** The last word in TOOLS.md, or null. */
export function readTokenFromTools(tools: string | null): string | null {
  return readTokenWords(tools, "file").inPlace.at(-1) ?? null;
}

/** The last word in the `## Tools` section of AGENTS.md, or null. */
export function readTokenFromAgents(agents: string | null): string | null {
  return readTokenWords(agents, "agents-section").inPlace.at(-1) ?? null;
}

/** OpenClaw's own migration puts TOOLS.md with its top heading below a new heading; the top heading ends the section. */
function wordsInSection(agents: string): string[] {
  const text = agents.replace(new RegExp(lineBreak, "g"), "\n");
  const inSection = wordsOf(readToolsSection(text) ?? "");
  if (inSection.length > 0) return inSection;
  const migrated = text.indexOf("### Local notes (migrated from TOOLS.md)");
  return migrated < 0 ? [] : wordsOf(text.slice(migrated));
}

function wordsOf(text: string): string[] {
  return text.split(lineBreak).flatMap((line) => wordOf(line.trim()) ?? []);
}

/** Headings are not token lines: `# AUTH_TOKEN=...` is a comment. */
function wordOf(line: string): string | null {
  const [, backtick, rest = ""] = tokenLine.exec(line) ?? [];
  const value = backtick ? beforeBacktick(rest) : rest.replace(trailingComment, "");
  return urlSafeWord.exec(value.trim())?.[2] ?? null;
}

function beforeBacktick(text: string): string {
  const end = text.indexOf("`");
  return end < 0 ? text : text.slice(0, end);
}
