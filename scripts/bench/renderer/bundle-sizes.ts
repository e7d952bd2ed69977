import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

export type Chunk = { name: string; gzipKb: number; isFirstLoad: boolean };

/** The built renderer's scripts, styles and fonts with their compressed sizes, largest first. */
export function bundleSizes(rendererFolder: string): Chunk[] {
  const page = readFileSync(join(rendererFolder, "index.html"), "utf8");
  const assets = join(rendererFolder, "assets");
  return readdirSync(assets)
    .filter((name) => /\.(js|css|woff2)$/.test(name))
    .map((name) => ({ name, gzipKb: wireKb(join(assets, name)), isFirstLoad: page.includes(name) || isFont(name) }))
    .sort((one, other) => other.gzipKb - one.gzipKb);
}

export function isFont(name: string): boolean {
  return name.endsWith(".woff2");
}

/** Kilobytes of all, or of some. */
export function totalKb(chunks: Chunk[], counts: (chunk: Chunk) => boolean = () => true): number {
  return chunks.filter(counts).reduce((sum, { gzipKb }) => sum + gzipKb, 0);
}

function wireKb(file: string): number {
  const content = readFileSync(file);
  // Fonts are already compressed.
  return (isFont(file) ? content : gzipSync(content)).length / 1_000;
}
