import { checksOf } from "./version-matrix/checks.ts";
import { tableOf } from "./version-matrix/matrix-table.ts";
import { runVersion, type VersionResult } from "./version-matrix/run-version.ts";

// Tests Flight Deck's engine with real gateways of many versions: `node e2e/gateway/version-matrix.ts [versions...]`. It prints a
// table of what works with each. It is not part of CI, because it installs every given version (650 MB each).

/** At least one version of every column of the table in docs/gateways.md, except the two that `npm run test:gateway` uses. */
const byDefault = [
  "2026.1.30",
  "2026.2.9",
  "2026.2.26",
  "2026.4.15",
  "2026.5.4",
  "2026.5.12",
  "2026.5.20",
  "2026.7.35",
  "2026.8.1",
  "2026.9.1",
  "2026.9.4",
];

// The running gateway ends with this process.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

const asked = process.argv.slice(2);
const results: VersionResult[] = [];
for (const version of asked.length > 0 ? asked : byDefault) {
  console.log(`\nOpenClaw ${version}`);
  results.push(await runVersion(version, checksOf(version), (line) => console.log(`  ${line}`)));
}
console.log(`\n${tableOf(results)}`);
process.exit(results.every(({ failures }) => failures.length === 0) ? 0 : 1);
