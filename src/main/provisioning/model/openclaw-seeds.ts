/**
 * The files that OpenClaw puts into a new workspace and that no sync would otherwise replace: its blank form of USER.md, and its
 * BOOTSTRAP.md for agents that a person is to meet first. They hold no work of an operator or agent, and nothing in them varies
 * between agents. Read from gateways of 2026.3.28 and 9.6, where they equal the package's `docs/reference/templates` without the
 * front matter; those of 2026.2.26, 4.15, 5.12, 7.35 and 8.1 were read from the packages. The last of each is the practice
 * gateway's.
 */
const seeds: Readonly<Record<string, readonly { sizeBytes: number; sha256: string }[]>> = {
  "USER.md": [
    { sizeBytes: 477, sha256: "178a5807bd2e6ace25b80a366f0f7d8d3f354a47f577c4ab0092397456b8738f" },
    { sizeBytes: 537, sha256: "e418ca9a680553b3ad8f54aecb0d403330810bb77826ab5251cc1dc13368fe16" },
    { sizeBytes: 871, sha256: "5f8e1a04861b95b659a907e3ad9ae449c45713246d2168a26ec92c8f1e89ff40" },
    { sizeBytes: 1137, sha256: "46e0d8c937df7b104de97a23c58537292672654194879ca9f76b02075e022555" },
    { sizeBytes: 67, sha256: "eb366b06128832aa6f36cee03e0b476dc5e95af69b4754ca4f745d4f4f9a60fe" },
  ],
  "BOOTSTRAP.md": [
    { sizeBytes: 1470, sha256: "5c4cb81099167dc7901bf16d7d4b8fd4bdbb37d2ec57437952f9409f19b88e39" },
    { sizeBytes: 1471, sha256: "c6545993b6e07b979d9920262fbc720506978587f9c97916db3ffc78b500c2bd" },
    { sizeBytes: 1511, sha256: "bd4a143499ab626d4c8b664086c3fcdfe32e8d1df77d2dea757059015fd558c0" },
    { sizeBytes: 1669, sha256: "204b441f369bb8ae932deefc13835f639a1eae2eb5e6a4facebfe784893b09de" },
    { sizeBytes: 4025, sha256: "fefee87a497fe4af9d8b6123ed4ac62c0eceb1a51786e7ef7d4095df6ea1ddde" },
    { sizeBytes: 7826, sha256: "c6eb0f06a061f3797a56d8e3810f9c47549da5b2c1c5123774a6bb229446624b" },
    { sizeBytes: 72, sha256: "a3ce551a0f29ddd5bc3cf56efc983b17e91861fe8525c1182782e671f3e24135" },
  ],
};

/** Whether a file is as OpenClaw made it, byte for byte. @param sha256 of the content; null if it is not known */
export function isSeed(name: string, sha256: string | null): boolean {
  return sha256 !== null && (seeds[name]?.some((seed) => seed.sha256 === sha256) ?? false);
}

/** Whether a listed file may be one of them. */
export function mayBeSeed(name: string, sizeBytes: number | null): boolean {
  return seeds[name]?.some((seed) => seed.sizeBytes === sizeBytes) ?? false;
}

export const bootstrapName = "BOOTSTRAP.md";
