import { startQuickly } from "./cli/start-quickly.ts";

// What `npm start` runs.
startQuickly();
const { setCommandName } = await import("../shared/command-name.ts");
const { hintForTerminal } = await import("../shared/hint-words.ts");
const { start } = await import("./start/start-host.ts");
const { exitCodeOfError } = await import("./cli/exit-codes.ts");
const { findCommandName } = await import("./cli/find-command-name.ts");
const { moreAboutError } = await import("./cli/text/more-about-error.ts");
const { toFlightDeckError } = await import("./cli/output.ts");

setCommandName(findCommandName(process));
try {
  process.exitCode = (await start(process.argv.slice(2))) ?? undefined;
} catch (error) {
  const { code, message, hint } = toFlightDeckError(error);
  console.error(`${message}\n${hintForTerminal(hint)}\n${moreAboutError(code)}`);
  process.exitCode = exitCodeOfError(code);
}
