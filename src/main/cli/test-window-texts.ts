import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the window shows: the lines of text and the strings of its sources. */
export function textsOfWindow(): Set<string> {
  const source = join(import.meta.dirname, "../..");
  const files = ["renderer", "shared"].flatMap((room) =>
    readdirSync(join(source, room), { recursive: true, encoding: "utf8" }).map((file) => join(source, room, file)),
  );
  const shown = files.filter((file) => /\.tsx?$/.test(file) && !/\.test\.|shared\/errors|hint-words/.test(file));
  return new Set(
    shown.flatMap((file) => {
      const text = readFileSync(file, "utf8");
      const strings = [...text.matchAll(/"([^"\n]+)"/g)].map(([, words = ""]) => words);
      const children = [...text.matchAll(/>([^<>{}]+)</g)].map(([, words = ""]) => words.trim());
      return [...strings, ...children];
    }),
  );
}
