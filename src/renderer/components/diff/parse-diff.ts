export type DiffLine =
  | { kind: "context" | "added" | "removed"; text: string; oldNumber: number | null; newNumber: number | null }
  | { kind: "hunk"; text: string };

const hunkHeader = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@(.*)$/;

/** Reads a unified diff of one file, and numbers its lines. File headers are left out. */
export function parseDiff(diff: string): DiffLine[] {
  const lines: DiffLine[] = [];
  let oldNumber = 1;
  let newNumber = 1;
  let isInHunk = false;
  for (const line of diff.replace(/\n$/, "").split("\n")) {
    const hunk = hunkHeader.exec(line);
    if (hunk) {
      oldNumber = Number(hunk[1]);
      newNumber = Number(hunk[2]);
      isInHunk = true;
      lines.push({ kind: "hunk", text: line });
    } else if (!isInHunk) {
      // File headers: Index, ---, +++ and others.
    } else if (line.startsWith("+")) {
      lines.push({ kind: "added", text: line.slice(1), oldNumber: null, newNumber: newNumber++ });
    } else if (line.startsWith("-")) {
      lines.push({ kind: "removed", text: line.slice(1), oldNumber: oldNumber++, newNumber: null });
    } else if (!line.startsWith("\\")) {
      lines.push({ kind: "context", text: line.slice(1), oldNumber: oldNumber++, newNumber: newNumber++ });
    }
  }
  return lines;
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
