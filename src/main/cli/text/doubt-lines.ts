import type { Doubt } from "../../../shared/doubts.ts";
import type { Output } from "../output.ts";
import { oneLine, wrap } from "./plain.ts";

const mostShown = 10;
const kinds: Record<Doubt["table"], string> = { gateways: "gateway", boards: "board", agents: "agent" };

/** Values in records that are allowed but probably not intended, a line or more for each. */
export function doubtLines(doubts: Doubt[], { paint, columns: width }: Pick<Output, "paint" | "columns">): string[] {
  const lines = doubts.slice(0, mostShown).flatMap(({ table, name, text }) => {
    const sentence = oneLine(`! ${kinds[table]} "${name}" ${text}`);
    return wrap(sentence, { width, firstIndent: "  ", restIndent: "    " }).map((line) => paint("yellow", line));
  });
  const more = doubts.length - mostShown;
  return more > 0 ? [...lines, paint("dim", `    and ${more} more; --json lists all`)] : lines;
}
