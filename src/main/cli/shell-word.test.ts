import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { shellWord } from "./shell-word.ts";

const words = [
  "plan.json",
  "a b.json",
  "it's",
  'say "hi"',
  "$HOME `id` \\ !x",
  "~me",
  "",
  "*.json",
  "http://h:1/?a=b&c=d",
];

it.skipIf(process.platform === "win32")("a shell reads each word as it was", () => {
  const line = words.map((word) => shellWord(word)).join(" ");
  const read = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
  expect(read.split("\n").slice(0, -1)).toEqual(words);
});

it("leaves plain words plain, and uses the quotes that Windows knows there", () => {
  expect(shellWord("./plans/monday.json", "linux")).toBe("./plans/monday.json");
  expect(shellWord("C:\\plans\\monday.json", "win32")).toBe("C:\\plans\\monday.json");
  expect(shellWord("C:\\my plans\\monday.json", "win32")).toBe('"C:\\my plans\\monday.json"');
});
