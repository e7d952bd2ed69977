import fc from "fast-check";
import { expect, test } from "vitest";
import type { Agent } from "../../../shared/records.ts";
import { findCandidates } from "./find-candidates.ts";
import { hashToken, mintToken } from "./hash-token.ts";
import { around, goodLine } from "./test-token-texts.ts";
import { openTokenBook } from "./token-book.ts";

const token = mintToken();
const agent = { id: "a", agentTokenHash: await hashToken(token) } as Agent;

const tokens = openTokenBook({
  stateOf: () => null,
  recordVerified: () => undefined,
  recordTokenFile: () => undefined,
  recordPending: () => Promise.resolve(),
  promotePending: () => undefined,
  takeTheirs: () => undefined,
  theirs: () => null,
  keepOurs: () => undefined,
  publish: () => Promise.resolve({ kind: "pushed" }),
  fingerprint: (word) => word,
});

test.each(["file", "agents-section"] as const)(
  "of all lines of a %s, the one that verifies is the token",
  async (home) => {
    await fc.assert(
      fc.asyncProperty(around, goodLine(token), fc.boolean(), async ({ before, after, newline, bom }, line, twice) => {
        const body = [...before, line, ...after];
        const head = home === "file" ? ["# Tools"] : ["# Agent", ...(twice ? ["## Tools", "x"] : []), "## Tools"];
        const text = (bom ? "\ufeff" : "") + [...head, ...body].join(newline);
        const candidates = findCandidates(text, home);
        expect(await tokens.observe(agent, { candidates, fileSha256: "f" })).toMatchObject({
          token,
          matchesCurrent: true,
        });
      }),
      { numRuns: 300 },
    );
  },
);
