import { awaitedSignals } from "../../shared/stop-signals.ts";
import { defaultDataDir } from "../cli/cli-context.ts";
import { nameWayOut } from "../cli/name-way-out.ts";
import { takeEnvironment } from "../vault/take-environment.ts";
import { openBrowser } from "./open-browser.ts";
import { practiceLines } from "./practice-lines.ts";
import { printNewLink } from "./print-new-link.ts";
import { readServeOptions } from "./serve-options.ts";
import { type BrowserHost, startBrowserHost } from "./start-browser-host.ts";

/**
 * Runs the browser host until Ctrl-C. With `--new-link` it only prints a link to the host that runs.
 *
 * @throws FlightDeckError as `readServeOptions`, `startBrowserHost` and `printNewLink`
 */
export async function serve(words: string[]): Promise<void> {
  const env = takeEnvironment();
  // The reader of our output may leave, as in `npm start | head`; the host keeps running.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const { dataDir, port, resetPractice, newLink } = readServeOptions(words, workingDirOf(env), env);
  const folder = dataDir ?? defaultDataDir();
  if (newLink) return printNewLink(folder);
  const host = await startBrowserHost({
    dataDir: folder,
    port,
    resetPractice,
    env,
    onPracticeEvent: practiceLines(process.stdout),
  }).catch((error: unknown) => {
    throw nameWayOut(folder, error);
  });
  let removeLinkFile: (() => void) | null = null;
  closeOnSignals(host, () => removeLinkFile?.());
  // An unhandled failure must not interrupt a run.
  process.on("unhandledRejection", (err) => host.hostedApp.services.log.error({ err }, "an unhandled failure"));
  if (host.takenPort !== null) {
    console.log(`Another program has port ${host.takenPort}, so every browser needs a new link.`);
  }
  console.log(`Flight Deck is at ${host.url}`);
  console.log("The link opens it once, in the browser you choose. Ctrl-C ends Flight Deck.");
  removeLinkFile = openBrowser(host.url, folder, env);
  if (removeLinkFile) console.log("If the browser that opens now shows an error, open the link yourself.");
}

/** Paths are as the operator typed them: npm changes to the project's folder before it starts us. */
function workingDirOf({ npm_lifecycle_event: npmScript, INIT_CWD: typedIn }: NodeJS.ProcessEnv): string {
  return (npmScript === "start" ? typedIn : undefined) ?? process.cwd();
}

/** The first signal stops the runs and closes; a second one does not wait for that. */
function closeOnSignals(host: BrowserHost, removeLinkFile: () => void): void {
  let isClosing = false;
  const close = () => {
    if (isClosing) process.exit(130);
    isClosing = true;
    removeLinkFile();
    host.close().then(
      () => process.exit(),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of awaitedSignals) process.on(signal, close);
}
