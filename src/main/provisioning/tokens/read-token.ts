import { readToolsSection } from "../../templates/tools-section.ts";

/** Reads AUTH_TOKEN from an agent's files (BEHAVIOUR.md, Agent tokens). */

const keyValue = /^(?:[-*+]\s+)?(`?)([A-Z0-9_]+)=(.*)$/;

/**
 * The `KEY=value` lines of a text, bare or as list items, with or without backticks. Headings and blank lines are
 * skipped; the last line of a key wins.
 */
export function parseKeyValues(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const match = keyValue.exec(line);
    if (!match) continue;
    const [, backtick, key = "", rest = ""] = match;
    const value = backtick ? rest.slice(0, closingBacktick(rest)) : rest;
    values.set(key, value.trim());
  }
  return values;
}

function closingBacktick(text: string): number {
  const end = text.indexOf("`");
  return end < 0 ? text.length : end;
}

/** The token of a classic TOOLS.md, or null. */
export function readTokenFromTools(tools: string | null): string | null {
  return parseKeyValues(tools ?? "").get("AUTH_TOKEN") || null;
}

/** The token of the `## Tools` section of a current AGENTS.md, or null. */
export function readTokenFromAgents(agents: string | null): string | null {
  if (agents === null) return null;
  const text = agents.replaceAll("\r\n", "\n");
  return readTokenFromTools(readToolsSection(text)) ?? readTokenFromTools(migratedNotes(text));
}

/** OpenClaw's own migration puts TOOLS.md, top heading and all, below this heading: that heading would end the section. */
function migratedNotes(agents: string): string | null {
  const start = agents.indexOf("### Local notes (migrated from TOOLS.md)");
  return start < 0 ? null : agents.slice(start);
}
