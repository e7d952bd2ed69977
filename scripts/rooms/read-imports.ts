import { parseSync } from "vite";

export type Import = { specifier: string; line: number };

const importing = new Set([
  "ImportDeclaration",
  "ExportNamedDeclaration",
  "ExportAllDeclaration",
  "ImportExpression",
  "TSImportType",
]);

/** Lists what a TypeScript file imports: statements, re-exports, `import("...")` and its use as a type. */
export function readImports(file: string, source: string): Import[] {
  const { program, errors } = parseSync(file, source);
  if (errors[0]) throw new Error(`${file} cannot be read: ${errors[0].message}`);
  const found: Import[] = [];
  visit(program, (node) => {
    if (!importing.has(String(node.type)) || !isNode(node.source) || typeof node.source.value !== "string") return;
    const line = source.slice(0, Number(node.source.start)).split("\n").length;
    found.push({ specifier: node.source.value, line });
  });
  return found;
}

type Node = { [key: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function visit(node: unknown, see: (node: Node) => void): void {
  if (!isNode(node)) return;
  see(node);
  for (const child of Object.values(node)) visit(child, see);
}
