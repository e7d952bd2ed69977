import fc from "fast-check";
import { expect, test } from "vitest";
import { answerCompletion } from "./answer-completion.ts";
import { bashReply, readBashLine } from "./bash-line.ts";
import tree from "./command-tree.json" with { type: "json" };
import type { CommandTree } from "./command-tree.ts";
import { completeWords } from "./complete-words.ts";
import { completionScripts } from "./completion-scripts.ts";
import { readDataDir } from "./read-data-dir.ts";

const complete = (...words: string[]) => completeWords(tree as CommandTree, words);
const offered = (...words: string[]) => {
  const completion = complete(...words);
  return "candidates" in completion ? completion.candidates.map(({ value }) => value) : completion.value;
};

test("offers commands, below groups theirs", () => {
  expect(offered("")).toEqual(expect.arrayContaining(["sync", "gateway", "completion"]));
  expect(offered("gateway", "")).toContain("check");
  expect(offered("--json", "--data-dir", "x", "gateway", "")).toContain("check");
  // The hidden command is for shells only.
  expect(offered("")).not.toContain("complete");
});

test.each([
  [["gateway", "check", ""], { names: "gateways" }],
  [["sync", "--gateway", ""], { names: "gateways" }],
  [["sync", "--gateway=My"], { names: "gateways" }],
  [["sync", "--agent", "Ada", ""], { names: "agents" }],
  [["agent", "label", "Ada", "Bo", ""], { names: "agents" }],
  [["runs", "show", ""], { names: "runs" }],
  [["import", ""], { files: true }],
  [["--data-dir", ""], { files: true }],
  [["file", "log", ""], { free: true }],
  [["completion", ""], { choices: ["bash", "zsh", "fish", "powershell"] }],
  [["gateway", "check", "My", ""], { free: true }],
  [["nothing", "like", "this", ""], expect.arrayContaining(["sync"])],
])("after %j it offers %j", (words, what) => {
  expect(offered(...words)).toEqual(what);
});

test("offers options that are not given yet, those of the program as well", () => {
  expect(offered("sync", "--dry-run", "--")).not.toContain("--dry-run");
  expect(offered("sync", "--agent", "Ada", "--")).toEqual(
    expect.arrayContaining(["--agent", "--gateway", "--json", "--help"]),
  );
  expect(offered("sync", "--gateway", "--dry")).toEqual({ names: "gateways" });
  expect(offered("agent", "label", "--", "--x")).toEqual({ names: "agents" });
  // Options that are only accepted for old scripts are not offered.
  expect(offered("sync", "--")).not.toContain("--require-push");
});

test("the data folder is the one that is typed, else the environment's", () => {
  const env = { FLIGHTDECK_DATA_DIR: "/env" };
  expect(readDataDir(["--data-dir", "/typed", "list", ""], env)).toBe("/typed");
  expect(readDataDir(["--data-dir=/a", "--data-dir=/b=c", ""], env)).toBe("/b=c");
  expect(readDataDir(["list"], env)).toBe("/env");
  expect(readDataDir(["--data-dir", "~/x", ""], {})).not.toContain("~");
});

test("answers nothing where it knows nothing, and never throws", async () => {
  const typed = fc.array(
    fc.oneof(fc.string(), fc.constantFrom("sync", "--gateway", "--", "=", "-", "runs", "show", "'")),
  );
  const shell = fc.constantFrom("bash", "zsh", "fish", "powershell", "other", undefined);
  const env = { FLIGHTDECK_DATA_DIR: "/nowhere" };
  await fc.assert(
    fc.asyncProperty(shell, typed, async (name, words) => {
      expect(await answerCompletion({ shell: name, typed: words, env })).toMatch(/^(words|files)\n/);
    }),
  );
});

test("bash gets back every word that it typed", () => {
  const printable = fc.string({ unit: "grapheme" }).filter((word) => word !== "" && !/\p{Cc}|\s(?<! )/u.test(word));
  fc.assert(
    fc.property(printable, fc.constantFrom('"', "'", ""), (word, quote) => {
      const start = readBashLine(`sync ${quote}`);
      const typed = `sync ${quote}${bashReply(word, start)}${quote}`;
      expect(readBashLine(typed)).toMatchObject({ words: ["sync", word], quote: "" });
    }),
  );
  expect(bashReply("--gateway=a:b", readBashLine("sync --gateway=a"))).toBe("a:b");
  expect(bashReply("agent:main:x y", readBashLine("wake agent:ma"))).toBe("main:x\\ y");
  expect(bashReply("agent:main", readBashLine('wake "agent:ma'))).toBe("agent:main");
});

test("PowerShell gets words that it does not run", async () => {
  const sent = (word: string) => `=${Buffer.from(word).toString("base64")}`;
  const answer = await answerCompletion({ shell: "powershell", typed: [sent("completion"), sent("z")], env: {} });
  expect(answer).toBe("words\nzsh\t\n");
  const all = await answerCompletion({ shell: "powershell", typed: [sent("completion"), sent("")], env: {} });
  expect(all).toContain("powershell\t");
  // A batch file would run what is in a word, and an empty word at the cursor would be lost.
  expect(completionScripts.powershell).toContain("'=' + [Convert]::ToBase64String(");
  expect(completionScripts.powershell).toContain("Register-ArgumentCompleter -Native -CommandName flightdeck");
  const count = (sign: string) => completionScripts.powershell.split(sign).length;
  for (const [open, close] of ["{}", "()", "[]"]) expect(count(open ?? "")).toBe(count(close ?? ""));
});

test("no script is left with a sign of the text that it is made from", () => {
  for (const script of Object.values(completionScripts)) {
    expect(script).not.toMatch(/undefined|\\`|\\\$/);
    expect(script).toContain("complete ");
  }
});
