import { parseSync } from "vite";

/** Words that a reader stumbles over, or that have a plainer one; see CONTRIBUTING.md. */
const unusedWords = /\b(goes on|go on|stands|nobody|shall|hit)\b/i;

export type UnusedWord = { line: number; word: string; text: string };

/** Finds words that we do not use in a file's comments and texts (TypeScript), or in all of it (anything else). */
export function findUnusedWords(file: string, source: string): UnusedWord[] {
  const pieces = /\.tsx?$/.test(file) ? textsOf(file, source) : [{ start: 0, text: source }];
  return pieces.flatMap(({ start, text }) =>
    text.split("\n").flatMap((piece, index) => {
      const word = unusedWords.exec(piece)?.[1];
      if (word === undefined) return [];
      const line = source.slice(0, start).split("\n").length + index;
      return [{ line, word, text: (source.split("\n")[line - 1] ?? "").trim() }];
    }),
  );
}

type Piece = { start: number; text: string };

function textsOf(file: string, source: string): Piece[] {
  const { program, comments, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const pieces: Piece[] = comments.map(({ start, value }) => ({ start, text: value }));
  visit(program, (node) => {
    const isText = node.type === "Literal" || node.type === "TemplateElement" || node.type === "JSXText";
    if (!isText) return;
    const start = Number(node.start);
    pieces.push({ start, text: source.slice(start, Number(node.end)) });
  });
  return pieces;
}

type Node = { [key: string]: unknown };

function visit(node: unknown, see: (node: Node) => void): void {
  if (typeof node !== "object" || node === null) return;
  see(node as Node);
  for (const child of Object.values(node)) visit(child, see);
}
