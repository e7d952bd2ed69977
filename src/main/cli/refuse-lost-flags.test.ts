import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { refuseLostFlags } from "./refuse-lost-flags.ts";

const flags = ["--dry-run", "--agent", "--no-include-main", "--json", "--settings"];
const underNpm = { npm_lifecycle_event: "cli", npm_config_user_agent: "npm/11", npm_config_registry: "x" };

test.each([
  ["import fleet.json", { npm_config_dry_run: "true" }, "--dry-run"],
  ["apply a.json Ada", { npm_config_agent: "true", npm_config_settings: "true" }, "--agent and --settings"],
  ["sync", { npm_config_include_main: "" }, "--no-include-main"],
])("%s is refused if npm has its options", (words, taken, named) => {
  expect(() => refuseLostFlags(flags, words.split(" "), { ...underNpm, ...taken })).toThrow(
    `npm took ${named} for itself, so nothing was done.`,
  );
});

test("npx leaves options alone, npm exec does not", () => {
  const words = ["sync"];
  const env = { npm_lifecycle_event: "npx" };
  expect(() => refuseLostFlags([...flags, "--yes"], words, { ...env, npm_config_yes: "true" })).not.toThrow();
  const refuse = () => refuseLostFlags(flags, words, { ...env, npm_config_dry_run: "true" });
  expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringContaining("Start it with `npx`") }));
});

test.each([
  ["import fleet.json --dry-run", { ...underNpm, npm_config_dry_run: "true" }],
  ["apply a.json --agent=Ada", { ...underNpm, npm_config_agent: "true" }],
  ["list agents", { ...underNpm, npm_config_json: "true" }],
  ["sync", { ...underNpm, npm_config_include_main: "true" }],
  ["import fleet.json", { npm_config_dry_run: "true" }],
])("%s is not refused with %o", (words, env) => {
  expect(() => refuseLostFlags(flags, words.split(" "), env)).not.toThrow();
});

test("npm itself, without the two dashes, tells its script what it took", () => {
  const folder = mkdtempSync(join(tmpdir(), "lost-flags-"));
  const script = 'node -e "console.log(JSON.stringify([process.argv.slice(1), process.env]))" --';
  writeFileSync(join(folder, "package.json"), JSON.stringify({ scripts: { cli: script } }));
  const command = ["run", "-s", "cli", "apply", "a.json", "--dry-run", "--agent", "Ada", "--no-include-main"];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("npm_")));
  const said = execFileSync("npm", command, {
    cwd: folder,
    encoding: "utf8",
    env,
    shell: process.platform === "win32",
  });
  const [words, seen] = JSON.parse(said) as [string[], NodeJS.ProcessEnv];
  rmSync(folder, { recursive: true });
  expect(words).not.toContain("--dry-run");
  expect(() => refuseLostFlags(flags, words, seen)).toThrow("npm took --dry-run and --agent and --no-include-main");
});
