/** A forbidden phrase in a text, and the line where it begins, counted from 1. */
export type FoundPhrase = { phrase: string; line: number };

/** Each phrase that a text has, once per line. Case does not count, and white space of any kind and length is the same. Pure. */
export function findForbiddenPhrases(text: string, phrases: readonly string[]): FoundPhrase[] {
  return phrases.flatMap((phrase) => {
    const lines = new Set([...text.matchAll(patternOf(phrase))].map(({ index }) => lineAt(text, index)));
    return [...lines].map((line) => ({ phrase, line }));
  });
}

function patternOf(phrase: string): RegExp {
  const words = phrase.trim().split(/\s+/);
  return new RegExp(words.map(literally).join("\\s+"), "giu");
}

function literally(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}
