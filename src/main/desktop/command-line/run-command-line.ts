import { app, safeStorage } from "electron";
import { setCommandName } from "../../../shared/command-name.ts";
import { openKeysWith } from "../../vault/find-key-source.ts";
import { takeEnvironment } from "../../vault/take-environment.ts";
import { openKeySource } from "../open-key-source.ts";
import type { CommandLine } from "./read-command-line.ts";

/**
 * Runs one command in the app's own process, without a window, and ends with its exit code. It claims no single instance: commands work
 * beside the open window, as those of a clone do. As it is the app, the system's key store opens the data key for it.
 */
export function runCommandLine({ words }: CommandLine): void {
  // No icon in the Dock, and no process for graphics.
  if (process.platform === "darwin") app.setActivationPolicy("accessory");
  app.disableHardwareAcceleration();
  // A signal cancels the command (interrupt.ts), which then ends the process.
  app.on("before-quit", (event) => event.preventDefault());
  app
    .whenReady()
    .then(() => run(words))
    .then(
      (exitCode) => app.exit(exitCode),
      (error: unknown) => {
        console.error(error);
        app.exit(1);
      },
    );
}

async function run(words: string[]): Promise<number> {
  setCommandName("flightdeck");
  if (words[0] === "complete") {
    const { printCompletion } = await import("../../cli/completion/print-completion.ts");
    await printCompletion(words.slice(1), takeEnvironment());
    return 0;
  }
  // The window needs nothing of it.
  const { workAtTerminal } = await import("../../cli/run-host.ts");
  const { runCli } = await import("../../cli/run-cli.ts");
  return await workAtTerminal((host) => {
    openKeysWith((dataDir) =>
      openKeySource({
        dataDir,
        env: host.env,
        platform: process.platform,
        keyStore: safeStorage,
        say: (line) => console.error(line),
        isProfileTemporary: true,
      }),
    );
    return runCli({ ...host, words });
  });
}
