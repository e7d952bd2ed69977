export type ImportProblem = {
  /** As spelled in the fleet file; null for the file as a whole. */
  table: string | null;
  /** Counted from 1, as in main's message. */
  row: number | null;
  name: string | null;
  field: string | null;
  reason: string;
};

export type ImportProblems = {
  /** "The fleet file has 3 problems". */
  summary: string;
  problems: ImportProblem[];
  /** How many more problems there are than main lists. */
  more: number;
};

const placed = /^ {2}(the file|[\w-]+)(?: row (\d+)(?: "([^"]*)")?)?(?:, ([\w.-]+))?: (.+)$/;

/** Parses main's message about a refused fleet file; null for any other message. */
export function readProblems(message: string): ImportProblems | null {
  const [head = "", ...lines] = message.split("\n");
  const problems = lines.flatMap((line): ImportProblem[] => {
    const match = placed.exec(line);
    if (!match) return [];
    const [, table = "", row, name, field, reason = ""] = match;
    return [
      {
        table: table === "the file" ? null : table,
        row: row === undefined ? null : Number(row),
        name: name ?? null,
        field: field ?? null,
        reason,
      },
    ];
  });
  if (problems.length === 0) return null;
  const more = Number(/^ {2}and (\d+) more$/.exec(lines.at(-1) ?? "")?.[1] ?? 0);
  return { summary: head.replace(/:$/, ""), problems, more };
}
