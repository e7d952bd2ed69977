import { writeFileSync } from "node:fs";

/**
 * Vitest reporter: writes the errors that belong to no test, which its JSON report leaves out, to the file that UNHANDLED_ERRORS
 * names.
 */
// biome-ignore lint/style/noDefaultExport: Vitest takes the default export of a reporter
export default class UnhandledErrors {
  onTestRunEnd(_modules, errors) {
    if (errors.length === 0) return;
    writeFileSync(
      process.env.UNHANDLED_ERRORS,
      `${errors.map(({ message }) => `  unhandled: ${message}`).join("\n")}\n`,
    );
  }
}
