import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { shellAtHand, shellWord } from "./shell-word.ts";

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
  const line = words.map((word) => shellWord(word, "sh")).join(" ");
  const read = execFileSync("sh", ["-c", `printf '%s\\n' ${line}`], { encoding: "utf8" });
  expect(read.split("\n").slice(0, -1)).toEqual(words);
});

it.each([
  ["sh", "./plans/monday.json", "./plans/monday.json"],
  ["cmd", "C:\\plans\\monday.json", "C:\\plans\\monday.json"],
  ["cmd", "C:\\my plans\\monday.json", '"C:\\my plans\\monday.json"'],
  ["cmd", "C:\\my plans\\", '"C:\\my plans\\\\"'],
  ["cmd", "Harbour & calc", '"Harbour & calc"'],
  // Batch files read their words a second time: a quote in the word would set free what follows it.
  ["cmd", 'a" & calc', '^"a\\^" ? calc^"'],
  ["powershell", 'a"b"&calc', "'a\"b\"?calc'"],
  ["powershell", "R&calc", "'\"R&calc\"'"],
  ["powershell", "R & D", "'R & D'"],
  ["cmd", "100 %PATH%", '^"100 ^%PATH^%^"'],
  ["powershell", "C:\\plans\\monday.json", "C:\\plans\\monday.json"],
  ["powershell", "@all", "'@all'"],
  ["powershell", 'Harbour $(calc) `n "x"', "'Harbour $(calc) `n \"x\"'"],
  ["powershell", "Ada's ’; calc", "'Ada''s ’’; calc'"],
] as const)("%s gets %s as %s", (shell, word, typed) => {
  expect(shellWord(word, shell)).toBe(typed);
});

describe("the shell at hand", () => {
  const system = "C:\\Program Files\\WindowsPowerShell\\Modules";
  const home = "C:\\Users\\Ada";

  it.each([
    ["linux", {}, "sh"],
    ["darwin", {}, "sh"],
    ["win32", { USERPROFILE: home, PSModulePath: system }, "cmd"],
    [
      "win32",
      { USERPROFILE: home, PSModulePath: `${home}\\Documents\\WindowsPowerShell\\Modules;${system}` },
      "powershell",
    ],
    ["win32", { USERPROFILE: home, PSModulePath: `${home}\\OneDrive\\Documents\\PowerShell\\Modules` }, "powershell"],
    ["win32", {}, "cmd"],
  ] as const)("on %s with %o is %s", (platform, env, shell) => {
    expect(shellAtHand(env, platform)).toBe(shell);
  });
});
