import { openBrowser } from "./browser/open-browser.ts";
import { practiceLines } from "./browser/practice-lines.ts";
import { readServeOptions } from "./browser/serve-options.ts";
import { startBrowserHost } from "./browser/start-browser-host.ts";
import { defaultDataDir } from "./cli/cli.ts";
import { toFlightDeckError } from "./cli/output.ts";

// The browser host: `node src/main/serve.ts [--port N] [--data-dir DIR] [--reset-practice]`, until Ctrl-C.
try {
  await serve();
} catch (error) {
  const { message, hint } = toFlightDeckError(error);
  console.error(`${message}\n${hint}`);
  process.exitCode = 1;
}

async function serve(): Promise<void> {
  const { env } = process;
  const { dataDir, port, resetPractice } = readServeOptions(process.argv.slice(2), env.INIT_CWD ?? process.cwd());
  const host = await startBrowserHost({
    dataDir: dataDir ?? defaultDataDir(),
    port,
    resetPractice,
    env,
    onPracticeEvent: practiceLines((line) => console.log(line)),
  });
  console.log(`Flight Deck is at ${host.url}`);
  console.log("The link opens it once, in the browser you choose. Ctrl-C ends Flight Deck.");
  openBrowser(host.url, env);
  let isClosing = false;
  const close = () => {
    if (isClosing) process.exit(130);
    isClosing = true;
    host.close().then(
      () => process.exit(),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
}
