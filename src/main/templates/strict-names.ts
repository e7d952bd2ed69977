import { readNameUses } from "./name-uses.ts";

/**
 * The same template, in which an undefined name is an error wherever Jinja2 makes it one. The engine alone takes it for an empty
 * text in filters, comparisons and `~`. `(x or x)` is `x`, but fails if it is undefined; lines stay the same.
 */
export function withStrictNames(source: string): string {
  let strict = "";
  let done = 0;
  for (const { path, index, mayBeUndefined, isChecked } of readNameUses(source)) {
    if (mayBeUndefined || isChecked) continue;
    strict += `${source.slice(done, index)}(${path} or ${path})`;
    done = index + path.length;
  }
  return strict + source.slice(done);
}

/** A piece of such a template as its author wrote it. */
export function asWritten(piece: string): string {
  return piece.replace(/\(([\p{L}\p{N}_.]+) or \1\)/gu, "$1").replace(/^\(?([\p{L}\p{N}_.]+) or \1\)?$/u, "$1");
}
