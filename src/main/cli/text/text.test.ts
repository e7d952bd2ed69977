import { describe, expect, it } from "vitest";
import { listNames } from "../../../shared/list-names.ts";
import { duration } from "./amounts.ts";
import { diffText } from "./diff-text.ts";
import { plainPaint as paint } from "./paint.ts";
import { displayWidth, oneLine, shorten, wrap } from "./plain.ts";
import { textTable } from "./text-table.ts";

describe("oneLine", () => {
  it("takes away what could move the cursor, colour the terminal or turn the reading direction", () => {
    expect(oneLine("\x1b[31mred\x1b[0m\x07 a\r\nb\tc \u202egnp.exe")).toBe("red  a b c  gnp.exe");
  });

  it("leaves names of any script and joined emoji alone", () => {
    expect(oneLine("Ünïcode 支援 👩‍🚒 🇸🇪")).toBe("Ünïcode 支援 👩‍🚒 🇸🇪");
  });
});

describe("shorten", () => {
  it("leaves what fits as it is", () => {
    expect(shorten("Customer Support", 16)).toBe("Customer Support");
  });

  it("keeps both ends of a name, so that numbered names stay apart", () => {
    expect(shorten("Support Agent 0001", 12, "middle")).toBe("Suppor…0001");
    expect(shorten("Support Agent 0001", 12, "middle")).not.toBe(shorten("Support Agent 0002", 12, "middle"));
  });

  it("never splits a character and counts wide ones twice", () => {
    const cut = shorten("👩‍🚒👩‍🚒👩‍🚒支援支援", 7);
    expect(cut).toBe("👩‍🚒👩‍🚒👩‍🚒…");
    expect(displayWidth(cut)).toBe(7);
  });
});

describe("displayWidth", () => {
  it("counts columns of a terminal, not characters", () => {
    expect(["abc", "é", "e\u0301", "支援", "🇸🇪", "a\u200b"].map(displayWidth)).toEqual([3, 1, 1, 4, 2, 1]);
  });
});

describe("wrap", () => {
  it("breaks between words and keeps a long word whole", () => {
    const lines = wrap("see ws://gateway.example.com:18789/path now", {
      width: 20,
      firstIndent: "→ ",
      restIndent: "  ",
    });
    expect(lines).toEqual(["→ see", "  ws://gateway.example.com:18789/path", "  now"]);
  });
});

describe("textTable", () => {
  const columns = [{ title: "Agent" }, { title: "State", isWhole: true }, { title: "n", align: "right" as const }];

  it("aligns columns under their titles", () => {
    const rows = [
      ["Juno", "updated", "7"],
      ["支援", { text: "failed", style: "red" as const }, "12"],
    ];
    expect(textTable({ columns, rows, width: 80, paint })).toEqual([
      "Agent  State     n",
      "Juno   updated   7",
      "支援   failed   12",
    ]);
  });

  it("keeps to the width by shortening the widest columns and no others", () => {
    const rows = [["A very long agent name with a number 0042", "would be updated", "7"]];
    const lines = textTable({ columns, rows, width: 40, indent: "  ", paint });
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
    expect(lines[1]).toMatch(/^ {2}A very.*….*0042 {2}would be updated {2}7$/);
  });

  it("keeps a cell with line breaks on one line", () => {
    expect(textTable({ columns, rows: [["a\nb", "x", "1"]], width: 80, paint })).toHaveLength(2);
  });
});

describe("amounts", () => {
  it("writes durations as people say them", () => {
    expect([40, 3200, 64_400, 185_000].map(duration)).toEqual(["0.0 s", "3.2 s", "64 s", "3 min 5 s"]);
  });

  it("lists names and counts those that would be too many", () => {
    expect(listNames(["A"])).toBe("A");
    expect(listNames(["A", "B", "C"])).toBe("A, B and C");
    expect(listNames(["A", "B", "C", "D"], 3)).toBe("A, B and 2 more");
  });
});

describe("diffText", () => {
  const change = "--- gateway/SOUL.md\n+++ flight-deck/SOUL.md\n@@ -1,2 +1,2 @@\n same\n-\ttheirs\x1b[31m\n+ours\n";
  const created = "--- gateway/USER.md\n+++ flight-deck/USER.md\n@@ -0,0 +1,2 @@\n+one\n+two\n";
  const named = (fileName: string, diff: string) => ({ agentName: "Juno", fileName, diff });

  it("shows changes line by line and new files by their size", () => {
    const diffs = [named("SOUL.md", change), named("USER.md", created)];
    expect(diffText({ diffs, mostLines: 50, paint })).toEqual([
      "  Juno · SOUL.md  +1 -1",
      "    @@ -1,2 +1,2 @@",
      "     same",
      "    -  theirs",
      "    +ours",
      "",
      "  Juno · USER.md  new, 2 lines",
    ]);
  });

  it("lets nothing of a file or of its name act on the terminal, and keeps the indent of its lines", () => {
    const hostile = "@@ -1 +1 @@\n\x1b[2Jx\n-\tb\x1b]0;title\x07\u202egnp.\x9b31m\n+\t\tours\r\n";
    const lines = diffText({ diffs: [named("SOUL\x1b[31m.md\nfake", hostile)], mostLines: 50, paint });
    expect(lines).toEqual([
      "  Juno · SOUL.md fake  +1 -1",
      "    @@ -1 +1 @@",
      "    x",
      "    -  b gnp.",
      "    +    ours ",
    ]);
  });

  it("names the diffs that there is no room for", () => {
    expect(diffText({ diffs: [named("SOUL.md", change)], mostLines: 3, paint })).toEqual(["  Juno · SOUL.md  +1 -1"]);
  });
});
