import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestCli, type TestCli } from "../test-cli.ts";
import { completionScripts } from "./completion-scripts.ts";

// The shells themselves, with a `flightdeck` on their PATH.
const names = ["My gateway", 'Ada\'s "$HOME" `x`'];
let cli: TestCli;
let bin = "";

beforeAll(async () => {
  cli = createTestCli();
  const gateways = names.map((name, index) => ({
    id: `0000000${index}-0000-4000-8000-000000000000`,
    organization_id: "00000000-0000-4000-8000-00000000000a",
    name,
    url: "ws://127.0.0.1:9",
    token: "the-secret-token",
    workspace_root: "/srv/w",
  }));
  const organizations = [{ id: "00000000-0000-4000-8000-00000000000a", name: "Harbour" }];
  const imported = await cli.runHere([
    "import",
    cli.file("fleet.json", { organizations, gateways, boards: [], agents: [] }),
  ]);
  expect(imported.stderr + imported.stdout).toContain("gateway");
  bin = mkdtempSync(join(tmpdir(), "flight-deck-bin-"));
  const program = [process.execPath, join(import.meta.dirname, "../../cli.ts")].map((word) => `'${word}'`).join(" ");
  writeFileSync(join(bin, "flightdeck"), `#!/bin/sh\nexec ${program} "$@"\n`, { mode: 0o755 });
  for (const [shell, script] of Object.entries(completionScripts)) writeFileSync(join(bin, `script.${shell}`), script);
});
afterAll(() => {
  cli.remove();
  rmSync(bin, { recursive: true, force: true });
});

const isWindows = process.platform === "win32";
const isMissing = (shell: string) => {
  if (isWindows) return true;
  try {
    execFileSync(shell, ["-c", "exit 0"], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
};

function run(shell: string, words: string[]): string {
  const env = {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH}`,
    FLIGHTDECK_DATA_DIR: cli.dataDir,
    HOME: bin,
  };
  return execFileSync(shell, words, { env, encoding: "utf8", cwd: bin, stdio: ["ignore", "pipe", "pipe"] });
}

describe.skipIf(isMissing("bash"))("bash", () => {
  /** What is in the line after Tab where one reply is left, as the word that the command would get. */
  const complete = (line: string) => {
    const script = `source ${join(bin, "script.bash")}
COMP_LINE=$1 COMP_POINT=\${#1}; read -ra COMP_WORDS <<< "$1"; COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_flightdeck; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return run("bash", ["--norc", "-c", script, "bash", line]).split("\n").slice(0, -1);
  };

  test("completes commands, options, their values and names", () => {
    expect(complete("flightdeck gateway che")).toEqual(["check"]);
    expect(complete("flightdeck sync --gatew")).toEqual(["--gateway"]);
    expect(complete("flightdeck completion f")).toEqual(["fish"]);
    expect(complete("flightdeck sync --gateway my")).toEqual(["My\\ gateway"]);
    expect(complete("flightdeck sync --gateway=My")).toEqual(["My\\ gateway"]);
    expect(complete("flightdeck nowhere --nothing x")).toEqual([""]);
  });

  test.each([
    ["", ""],
    ["'", "'"],
    ['"', '"'],
  ])("quotes names for the quote %j", (quote, closing) => {
    const [reply = ""] = complete(`flightdeck sync --gateway ${quote}Ada`);
    expect(run("bash", ["-c", `printf %s ${quote}${reply}${closing}`])).toBe(names[1]);
  });
});

describe.skipIf(isMissing("zsh"))("zsh", () => {
  test("completes commands and names, which it quotes itself", () => {
    const complete = (...words: string[]) => {
      const script = `compdef() { : }; compadd() { print -rl -- "\${values[@]}" }; _files() { print files }
source ${join(bin, "script.zsh")}; words=("$@"); CURRENT=$#; PREFIX=$words[CURRENT]; _flightdeck`;
      return run("zsh", ["-f", "-c", script, "zsh", ...words])
        .split("\n")
        .slice(0, -1);
    };
    expect(complete("flightdeck", "gateway", "che")).toEqual(["check"]);
    expect(complete("flightdeck", "gateway", "check", "")).toEqual(names.toSorted());
    expect(complete("flightdeck", "gateway", "check", "My\\ ")).toEqual(["My gateway"]);
    expect(complete("flightdeck", "import", "")).toEqual(["files"]);
  });
});

describe.skipIf(isMissing("fish"))("fish", () => {
  test("completes commands and names, which it quotes itself", () => {
    const complete = (line: string) =>
      run("fish", ["--no-config", "-c", `source ${join(bin, "script.fish")}; complete -C $argv[1]`, line]);
    expect(complete("flightdeck gateway che")).toMatch(/^check\t/);
    expect(complete("flightdeck gateway check My")).toMatch(/^My\\? ?gateway/);
    expect(complete("flightdeck gateway check ").split("\n").slice(0, -1)).toHaveLength(2);
  });
});
