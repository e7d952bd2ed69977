import { expect, test } from "vitest";
import { namedLimits, newestLimits } from "../../shared/injection-limits.ts";
import { checkInjectionLimits } from "./check-injection-limits.ts";

const file = (name: string, chars: number) => ({ name, content: "x".repeat(chars) });

const newest = { limits: newestLimits, whose: "OpenClaw 2026.8.1 and newer" };

test("files within the limits need no warning", () => {
  expect(checkInjectionLimits([file("AGENTS.md", 20_000), file("USER.md", 4_000)], newest)).toEqual([]);
});

test("each limit that is passed has its warning, and says whose it is", () => {
  const big = [file("AGENTS.md", 30_000), file("USER.md", 4_001), file("A", 20_000), file("B", 20_000)];
  expect(checkInjectionLimits(big, newest)).toEqual([
    "AGENTS.md: 30,000 characters, of which OpenClaw 2026.8.1 and newer shows an agent only 20,000.",
    "USER.md: 4,001 characters, of which OpenClaw 2026.8.1 and newer shows an agent only 4,000.",
    "All files together: 64,000 characters, of which OpenClaw 2026.8.1 and newer shows an agent only 60,000.",
  ]);
});

test("an agent with settings of its own is held to them, others to those of their gateway", () => {
  const known = { all: { perFile: 10, total: 100, user: 10 }, own: { ada: { perFile: 50, total: 100, user: 20 } } };
  const files = [file("AGENTS.md", 30)];
  expect(checkInjectionLimits(files, namedLimits("North", known, "ada"))).toEqual([]);
  expect(checkInjectionLimits(files, namedLimits("North", known, "bea"))).toEqual([
    'AGENTS.md: 30 characters, of which gateway "North" shows an agent only 10.',
  ]);
});
