import { printNewLink } from "../browser/print-new-link.ts";
import { readServeOptions } from "../browser/serve-options.ts";
import { serve } from "../browser/serve-until-signal.ts";
import { defaultDataDir } from "../cli/cli-context.ts";
import { packageRoot } from "../templates/package-root.ts";
import { takeEnvironment } from "../vault/take-environment.ts";
import { chooseHost } from "./choose-host.ts";
import { ensureBuilt } from "./ensure-built.ts";
import { fetchElectron } from "./fetch-electron.ts";
import { runDesktop } from "./run-desktop.ts";

/**
 * `npm start`: the desktop if it can run, else the browser host, and a line that says which and why.
 * @param words `--data-dir DIR`, `--reset-practice`, `--serve` or `--port N` for the browser host, and `--new-link` for another
 * browser on a host that runs
 * @returns the exit code of the desktop; null while the browser host is running
 * @throws FlightDeckError bad-input, internal; and as `serve`
 */
export async function start(words: string[]): Promise<number | null> {
  const env = takeEnvironment();
  const { platform } = process;
  const { dataDir, resetPractice, newLink } = readServeOptions(words, env.INIT_CWD ?? process.cwd(), env);
  if (newLink) {
    printNewLink(dataDir ?? defaultDataDir());
    return 0;
  }
  const root = packageRoot();
  const choice = chooseHost({ words, env, platform, userId: process.getuid?.() });
  const electron = choice.host === "desktop" ? await fetchElectron({ root, say }) : { missing: choice.why };
  await ensureBuilt(root, say);
  if ("binary" in electron) {
    say("Flight Deck opens in a window of its own.");
    const end = await runDesktop({ binary: electron.binary, root, dataDir, resetPractice, env });
    if ("exitCode" in end) return end.exitCode;
    say(`Flight Deck opens in the browser, because Electron does not run here: ${end.failure}.`);
  } else {
    say(`Flight Deck opens in the browser, ${choice.host === "desktop" ? "because " : ""}${electron.missing}.`);
  }
  await serve(words);
  return null;
}

function say(line: string): void {
  console.log(line);
}
