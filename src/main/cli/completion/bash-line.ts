/** A line of bash up to the cursor, as words, with how its last word is being typed. */
export type BashLine = {
  words: string[];
  /** The quote that is open at the cursor. */
  quote: "" | '"' | "'";
  /** How many characters of the last word bash keeps, because it takes `=` and `:` for the end of a word. */
  keptChars: number;
};

/** Reads a line as bash does, as far as a command's words need it. */
export function readBashLine(line: string): BashLine {
  const words: string[] = [];
  let word = "";
  let isInWord = false;
  let quote: BashLine["quote"] = "";
  let keptChars = 0;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at] ?? "";
    if (quote === "" && /\s/.test(sign)) {
      if (isInWord) words.push(word);
      [word, isInWord, keptChars] = ["", false, 0];
      continue;
    }
    isInWord = true;
    if (sign === "\\" && quote !== "'") word += line[++at] ?? "";
    else if (quote === "" && (sign === '"' || sign === "'")) quote = sign;
    else if (sign === quote) quote = "";
    else {
      word += sign;
      if (quote === "" && /[=:]/.test(sign)) keptChars = word.length;
    }
  }
  return { words: [...words, word], quote, keptChars };
}

/** A word as bash expects it in place of what was typed of it. */
export function bashReply(value: string, { quote, keptChars }: BashLine): string {
  const rest = value.slice(keptChars);
  // bash closes the quote itself.
  if (quote === "'") return rest.replaceAll("'", `'\\''`);
  if (quote === '"') return rest.replace(/[\\"$`]/g, "\\$&");
  return rest.replace(/[^\p{L}\p{N}_./@:+=,-]/gu, "\\$&");
}
