import { enableCompileCache } from "node:module";

// The browser host: `node src/main/serve.ts [--port N] [--data-dir DIR] [--reset-practice]`, until Ctrl-C. `--new-link` prints a
// link to the host that runs. Compiled code is kept for the next start; only imports after this call benefit.
enableCompileCache();
const { setCommandName } = await import("../shared/command-name.ts");
const { hintForTerminal } = await import("../shared/hint-words.ts");
const { serve } = await import("./browser/serve-until-signal.ts");
const { exitCodeOfError } = await import("./cli/exit-codes.ts");
const { findCommandName } = await import("./cli/find-command-name.ts");
const { moreAboutError } = await import("./cli/text/more-about-error.ts");
const { toFlightDeckError } = await import("./cli/output.ts");

setCommandName(findCommandName(process));
try {
  await serve(process.argv.slice(2));
} catch (error) {
  const { code, message, hint } = toFlightDeckError(error);
  console.error(`${message}\n${hintForTerminal(hint)}\n${moreAboutError(code)}`);
  process.exitCode = exitCodeOfError(code);
}
