import { runCli } from "./cli/run-cli.ts";

// The command line host. What lingers (a template worker, a socket on its way out) must not hold the shell.
const { stdout, stderr, argv, env } = process;
stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader has seen enough, as in `... | head`.
  if (error.code === "EPIPE") process.exit();
});
process.exit(await runCli({ words: argv.slice(2), env, streams: { stdout, stderr } }));
