import { expect, test } from "vitest";
import { changedSince, staleMemories } from "./remembered-files.ts";

const known = {
  sha256: "a",
  maskedSha256: "a",
  writtenMaskedSha256: "a",
  keptTheirsMaskedSha256: null,
  keptOursMaskedSha256: null,
  sizeBytes: 10,
  updatedAtMs: 1000,
};
const remembered = new Map([["SOUL.md", known]]);

function step(sha256: string, updatedAtMs: number): Parameters<typeof staleMemories>[0][number] {
  return {
    name: "SOUL.md",
    observed: {
      name: "SOUL.md",
      exists: true,
      sha256,
      maskedSha256: sha256,
      gatewayHash: null,
      revision: null,
      facts: { sizeBytes: 10, updatedAtMs },
    },
  };
}

test("another content under the remembered size and time: neither vouches for it any more", () => {
  expect(staleMemories([step("b", 1000)], remembered)).toMatchObject([
    { sha256: "b", sizeBytes: null, updatedAtMs: null },
  ]);
  expect(staleMemories([step("a", 1000), step("b", 2000)], remembered)).toEqual([]);
});

test("only what differs from what is remembered is written down", () => {
  const { sha256, maskedSha256, writtenMaskedSha256, sizeBytes, updatedAtMs } = known;
  const same = { fileName: "SOUL.md", sha256, maskedSha256, writtenMaskedSha256, sizeBytes, updatedAtMs };
  expect(changedSince([same, { ...same, writtenMaskedSha256: null }], remembered)).toEqual([]);
  const news = [
    { ...same, updatedAtMs: 2000 },
    { ...same, writtenMaskedSha256: "b" },
    { ...same, fileName: "USER.md" },
  ];
  expect(changedSince(news, remembered)).toEqual(news);
});
