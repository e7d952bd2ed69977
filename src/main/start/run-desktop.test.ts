import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runDesktop } from "./run-desktop.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "flight-deck-run-desktop-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A script in place of Electron's binary. */
function binaryThat(does: string): string {
  const binary = join(root, "electron");
  writeFileSync(binary, `#!/bin/sh\n${does}\n`);
  chmodSync(binary, 0o755);
  return binary;
}

const run = (binary: string, dataDir: string | null = null, resetPractice = false) =>
  runDesktop({ binary, root, dataDir, resetPractice, env: process.env });

test.skipIf(process.platform === "win32")(
  "the desktop is given the project, the data folder and the reset",
  async () => {
    const binary = binaryThat(`echo "$@" > ${join(root, "words")}`);
    expect(await run(binary, "/somewhere else", true)).toEqual({ exitCode: 0 });
    expect(readFileSync(join(root, "words"), "utf8").trim()).toBe(
      `${root} --data-dir /somewhere else --reset-practice`,
    );
  },
);

test.skipIf(process.platform === "win32")(
  "an exit code is the desktop's own word; an abort means that it cannot run here",
  async () => {
    expect(await run(binaryThat("exit 1"))).toEqual({ exitCode: 1 });
    expect(await run(binaryThat("kill -TRAP $$"))).toEqual({ failure: "it ended with SIGTRAP" });
    expect(await run(binaryThat("exit 127"))).toEqual({ failure: "it ended with exit code 127" });
    expect(await run(join(root, "missing"))).toEqual({ failure: expect.stringContaining("ENOENT") });
  },
);
