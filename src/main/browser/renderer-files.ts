import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { contentTypeOf } from "../page-headers.ts";

export type RendererFile = { content: Buffer; contentType: string; isImmutable: boolean };

/**
 * Finds files of the built renderer by the path of a URL. Only files in the folder have a path, so no path leads out of it.
 * @returns null for a path without a file
 */
export async function findRendererFile(folder: string, urlPath: string): Promise<RendererFile | null> {
  const wanted = urlPath === "/" ? "/index.html" : urlPath;
  const file = filesOf(folder).get(wanted);
  if (file === undefined) return null;
  return {
    content: await readFile(file),
    contentType: contentTypeOf(extname(file)),
    // The build puts a hash of the content into these names.
    isImmutable: wanted.startsWith("/assets/"),
  };
}

/** Read for every request: the folder is small, and may be rebuilt while we run. */
function filesOf(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map();
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(files.map((file) => [file.slice(folder.length).split(sep).join("/"), file]));
}
