/**
 * Works on the `## Tools` section of AGENTS.md, which replaces TOOLS.md on current gateways (docs/gateways.md, Two dialects).
 */

type Line = {
  text: string;
  /** 1 to 6 for a heading outside of code, else 0. */
  level: number;
};

const toolsHeading = /^ {0,3}##[ \t]+tools[ \t]*#*[ \t]*$/i;

/**
 * Puts the rendered TOOLS into the only `## Tools` section of the rendered AGENTS: where the first one is, else at the end. What
 * AGENTS itself has in such sections comes before it. The title of TOOLS is dropped, and its headings move below the section's
 * own level.
 */
export function placeToolsSection(agents: string, tools: string): string {
  if (tools.trim() === "") return agents;
  const own = readToolsSection(agents) ?? "";
  const section = ["## Tools", own, sectionBody(tools)].filter((part) => part !== "").join("\n\n");
  const { before, after } = withoutToolsSections(agents);
  return [before, section, after]
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
}

/** The content of the `## Tools` sections of an AGENTS.md, without their headings; null when it has none. */
export function readToolsSection(agents: string): string | null {
  const lines = linesOf(agents);
  const isTools = toolsLines(lines);
  if (!isTools.includes(true)) return null;
  return textOf(lines.filter((line, index) => isTools[index] && !isToolsHeading(line))).trim();
}

function withoutToolsSections(agents: string): { before: string; after: string } {
  const lines = linesOf(agents);
  const isTools = toolsLines(lines);
  const first = isTools.indexOf(true);
  const at = first === -1 ? lines.length : first;
  const rest = lines.filter((_, index) => !isTools[index] && index >= at);
  return { before: textOf(lines.slice(0, at)), after: textOf(rest) };
}

/**
 * For each line, whether it belongs to a `## Tools` section: from its heading to the next one of the same or a higher level.
 */
function toolsLines(lines: Line[]): boolean[] {
  let inside = false;
  return lines.map((line) => {
    if (isToolsHeading(line)) inside = true;
    else if (line.level === 1 || line.level === 2) inside = false;
    return inside;
  });
}

function isToolsHeading(line: Line): boolean {
  return line.level === 2 && toolsHeading.test(line.text);
}

function sectionBody(tools: string): string {
  const lines = linesOf(tools.trim());
  const body = lines[0]?.level === 1 ? lines.slice(1) : lines;
  const highest = body.reduce((least, { level }) => (level === 0 ? least : Math.min(least, level)), 6);
  const sink = Math.max(0, 3 - highest);
  return textOf(body.map((line) => (line.level === 0 ? line : { ...line, text: sunk(line, sink) }))).trim();
}

function sunk({ text, level }: Line, by: number): string {
  return text.replace(/^( {0,3})#+/, `$1${"#".repeat(Math.min(6, level + by))}`);
}

function textOf(lines: Line[]): string {
  return lines.map(({ text }) => text).join("\n");
}

/** An open code block would include what is put after it, so it is closed at the end. */
function linesOf(markdown: string): Line[] {
  let openFence: string | null = null;
  const lines = markdown.split("\n").map((text): Line => {
    const [, marks = "", rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(text) ?? [];
    if (openFence !== null) {
      if (marks.startsWith(openFence) && rest.trim() === "") openFence = null;
      return { text, level: 0 };
    }
    if (marks !== "" && !(marks.startsWith("`") && rest.includes("`"))) {
      openFence = marks;
      return { text, level: 0 };
    }
    return { text, level: /^ {0,3}(#{1,6})(?:[ \t]|$)/.exec(text)?.[1]?.length ?? 0 };
  });
  return openFence === null ? lines : [...lines, { text: openFence, level: 0 }];
}
