import { startQuickly } from "./cli/start-quickly.ts";

// The command line host.
startQuickly();
if (process.argv[2] === "complete") {
  const { printCompletion } = await import("./cli/completion/print-completion.ts");
  await printCompletion(process.argv.slice(3), process.env);
  process.exit(0);
}
const { runHost } = await import("./cli/run-host.ts");
const { findCommandName } = await import("./cli/find-command-name.ts");
const { setCommandName } = await import("../shared/command-name.ts");
const { runCli } = await import("./cli/run-cli.ts");
setCommandName(findCommandName(process));
await runHost((host) => runCli({ ...host, words: process.argv.slice(2) }));
