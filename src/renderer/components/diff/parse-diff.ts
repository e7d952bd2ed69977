export type DiffLine =
  | { kind: "context" | "added" | "removed"; text: string; oldNumber: number | null; newNumber: number | null }
  | { kind: "hunk"; text: string };

/** A diff that is shown for several files at once has a word in place of the line at which a hunk is. */
const hunkHeader = /^@@ -(\d+|‹line›)(?:,\d+)? \+(\d+|‹line›)(?:,\d+)? @@(.*)$/;

/** Reads a unified diff of one file, and numbers its lines. File headers are left out. */
export function parseDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let oldNumber: number | null = 1;
  let newNumber: number | null = 1;
  let isInHunk = false;
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const hunk = hunkHeader.exec(line);
    if (hunk) {
      oldNumber = hunk[1] === "‹line›" ? null : Number(hunk[1]);
      newNumber = hunk[2] === "‹line›" ? null : Number(hunk[2]);
      isInHunk = true;
      lines.push({ kind: "hunk", text: line });
    } else if (!isInHunk) {
      // File headers: Index, ---, +++ and others.
    } else if (line.startsWith("+")) {
      lines.push({ kind: "added", text: line.slice(1), oldNumber: null, newNumber });
      newNumber = next(newNumber);
    } else if (line.startsWith("-")) {
      lines.push({ kind: "removed", text: line.slice(1), oldNumber, newNumber: null });
      oldNumber = next(oldNumber);
    } else if (!line.startsWith("\\")) {
      lines.push({ kind: "context", text: line.slice(1), oldNumber, newNumber });
      oldNumber = next(oldNumber);
      newNumber = next(newNumber);
    }
  }
  return lines;
}

function next(number: number | null): number | null {
  return number === null ? null : number + 1;
}

export type DiffCount = { added: number; removed: number };

/** How many lines a diff adds and removes. */
export function countDiff(lines: DiffLine[]): DiffCount {
  return {
    added: lines.filter(({ kind }) => kind === "added").length,
    removed: lines.filter(({ kind }) => kind === "removed").length,
  };
}

export type DiffPair = { left: DiffLine | null; right: DiffLine | null };

/** Pairs removed lines with the lines added in their place. */
export function pairLines(lines: DiffLine[]): DiffPair[] {
  const pairs: DiffPair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = () => {
    const length = Math.max(removed.length, added.length);
    for (let index = 0; index < length; index += 1) {
      pairs.push({ left: removed[index] ?? null, right: added[index] ?? null });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === "removed") removed.push(line);
    else if (line.kind === "added") added.push(line);
    else {
      flush();
      pairs.push({ left: line, right: line });
    }
  }
  flush();
  return pairs;
}
