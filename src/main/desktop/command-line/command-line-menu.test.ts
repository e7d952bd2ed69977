import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { commandLineItems } from "./command-line-menu.ts";

type Shown = { message: string; detail: string; buttons: string[] };
const electron = vi.hoisted(() => ({ isPackaged: true, shown: [] as Shown[], answers: [] as number[] }));
vi.mock("electron", () => ({
  app: electron,
  dialog: {
    showMessageBox: async (options: Shown) => {
      electron.shown.push(options);
      return { response: electron.answers.shift() ?? 0 };
    },
  },
}));

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "flight-deck-home-"));
  vi.stubEnv("HOME", home);
  vi.stubEnv("PATH", "/usr/bin");
  Object.assign(electron, { isPackaged: true, shown: [], answers: [] });
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** Clicks an item, and waits for its last message. */
async function click(label: RegExp, messages: number): Promise<Shown | undefined> {
  electron.shown.length = 0;
  const item = commandLineItems().find((one) => label.test(one.label ?? ""));
  const press = item?.click as () => void;
  press();
  await vi.waitFor(() => expect(electron.shown).toHaveLength(messages));
  return electron.shown.at(-1);
}

test.skipIf(process.platform === "win32")("the menu installs the command, says where, and removes it", async () => {
  const file = join(home, ".local/bin/flightdeck");
  const cancel = 9;
  electron.answers = [cancel];
  expect((await click(/^Install/, 1))?.buttons.at(-1)).toBe("Cancel");
  expect(existsSync(file)).toBe(false);
  expect(await click(/^Install/, 2)).toMatchObject({
    message: "The command line tool is installed.",
    detail: expect.stringContaining("add that folder to the PATH"),
  });
  expect(readFileSync(file, "utf8")).toContain("--cli --");
  vi.stubEnv("PATH", `/usr/bin:${join(home, ".local/bin")}`);
  expect((await click(/^Install/, 2))?.detail).toContain("Try it in a new terminal");
  expect(await click(/^Remove/, 1)).toMatchObject({ message: "The command line tool is removed.", detail: file });
  expect(existsSync(file)).toBe(false);
  expect((await click(/^Remove/, 1))?.message).toBe("There is no command line tool to remove.");
});

test.skipIf(process.platform === "win32")("another file stays, and the menu says so", async () => {
  mkdirSync(join(home, ".local/bin"), { recursive: true });
  const file = join(home, ".local/bin/flightdeck");
  writeFileSync(file, "mine");
  expect((await click(/^Install/, 2))?.message).toBe("Another file is there.");
  expect((await click(/^Remove/, 1))?.message).toBe("There is no command line tool to remove.");
  expect(readFileSync(file, "utf8")).toBe("mine");
});

test("a clone has no such items", () => {
  electron.isPackaged = false;
  expect(commandLineItems()).toEqual([]);
});
