import { expect, test } from "vitest";
import { checkInjectionLimits } from "./check-injection-limits.ts";

const file = (name: string, chars: number) => ({ name, content: "x".repeat(chars) });

test("files within the limits need no warning", () => {
  expect(checkInjectionLimits([file("AGENTS.md", 20_000), file("USER.md", 4_000)])).toEqual([]);
});

test("each limit that is passed has its warning", () => {
  const big = [file("AGENTS.md", 20_001), file("USER.md", 4_001), file("A", 20_000), file("B", 20_000)];
  expect(checkInjectionLimits(big)).toEqual([
    "AGENTS.md: 20,001 characters, but the gateway shows an agent only 20,000 of them.",
    "USER.md: 4,001 characters, but the gateway shows an agent only 4,000 of them.",
    "All files together: 64,002 characters, but the gateway shows an agent only 60,000 of them.",
  ]);
});
