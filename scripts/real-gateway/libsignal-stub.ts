import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Versions before 2026.5 install libsignal, which only the WhatsApp channel uses, from a git repository that is not always
 * reachable (docs/gateways.md, By version).
 */
export function needsSignalStub(version: string): boolean {
  const [year = 0, month = 0] = version.split(".").map(Number);
  return year < 2026 || (year === 2026 && month < 5);
}

const functions = {
  "src/curve.js": ["calculateAgreement", "calculateSignature", "generateKeyPair", "verifySignature"],
  "src/crypto.js": ["calculateMAC", "decrypt", "deriveSecrets", "encrypt"],
};

/** Writes a package named libsignal that can be imported and does nothing. */
export function writeSignalStub(folder: string): void {
  mkdirSync(join(folder, "src"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "name": "libsignal", "version": "2.0.1" }');
  writeFileSync(join(folder, "index.js"), "module.exports = {};\n");
  for (const [file, names] of Object.entries(functions)) {
    const lines = names.map((name) => `exports.${name} = () => { throw new Error("libsignal is left out here"); };\n`);
    writeFileSync(join(folder, file), lines.join(""));
  }
}
