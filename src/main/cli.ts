import { startQuickly } from "./cli/start-quickly.ts";

// The command line host.
startQuickly();
const { runHost } = await import("./cli/run-host.ts");
const { runCli } = await import("./cli/run-cli.ts");
await runHost((host) => runCli({ ...host, words: process.argv.slice(2) }));
