import { startQuickly } from "./cli/start-quickly.ts";

// What `npm start` runs.
startQuickly();
const { hintForTerminal } = await import("../shared/hint-words.ts");
const { start } = await import("./start/start-host.ts");
const { exitCodeOfError } = await import("./cli/exit-codes.ts");
const { toFlightDeckError } = await import("./cli/output.ts");

try {
  process.exitCode = (await start(process.argv.slice(2))) ?? undefined;
} catch (error) {
  const { code, message, hint } = toFlightDeckError(error);
  console.error(`${message}\n${hintForTerminal(hint)}`);
  process.exitCode = exitCodeOfError(code);
}
