import { describe, expect, test } from "vitest";
import { moveFile } from "./move-file.ts";

const refusal = (code: string) => Object.assign(new Error(`${code}: operation not permitted, rename`), { code });

/** Moves a file that another program has open for so many tries. */
function moveWhileOpen(platform: NodeJS.Platform, code: string, openForTries: number) {
  let tries = 0;
  const pauses: number[] = [];
  const move = () =>
    moveFile("from", "to", {
      platform,
      rename() {
        tries += 1;
        if (tries <= openForTries) throw refusal(code);
      },
      pause: (durationMs) => pauses.push(durationMs),
    });
  return { move, pauses, tries: () => tries };
}

describe("a file that another program has open", () => {
  test.each(["EPERM", "EACCES", "EBUSY"])("is moved on Windows once it is closed: %s", (code) => {
    const { move, tries } = moveWhileOpen("win32", code, 3);
    move();
    expect(tries()).toBe(4);
  });

  test("is given up on Windows after less than two seconds, with the system's own error", () => {
    const { move, pauses } = moveWhileOpen("win32", "EPERM", Number.POSITIVE_INFINITY);
    expect(move).toThrow(expect.objectContaining({ code: "EPERM" }));
    expect(pauses.reduce((sum, pauseMs) => sum + pauseMs, 0)).toBeLessThan(2_000);
  });

  test.each(["linux", "darwin"] as const)("is no reason there: on %s nothing is tried again", (platform) => {
    const { move, tries } = moveWhileOpen(platform, "EBUSY", 1);
    expect(move).toThrow(expect.objectContaining({ code: "EBUSY" }));
    expect(tries()).toBe(1);
  });
});

test("other failures are told at once on Windows as well", () => {
  const { move, tries } = moveWhileOpen("win32", "ENOSPC", 1);
  expect(move).toThrow(expect.objectContaining({ code: "ENOSPC" }));
  expect(tries()).toBe(1);
});
