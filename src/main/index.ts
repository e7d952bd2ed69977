import { app, powerMonitor, powerSaveBlocker, safeStorage, session } from "electron";
import { setCommandName } from "../shared/command-name.ts";
import { awake } from "./awake/awake.ts";
import { practiceLines } from "./browser/practice-lines.ts";
import { setUpMenu } from "./desktop/app-menu.ts";
import { askBeforeQuit } from "./desktop/ask-before-quit.ts";
import { askSystemProxy } from "./desktop/ask-system-proxy.ts";
import { askToRestore } from "./desktop/ask-to-restore.ts";
import { chooseFolder } from "./desktop/choose-folder.ts";
import { keyPlacesOf } from "./desktop/choose-key-place.ts";
import { closeBeforeQuit } from "./desktop/close-before-quit.ts";
import { openTemporaryProfile } from "./desktop/command-line/open-temporary-profile.ts";
import { readCommandLine } from "./desktop/command-line/read-command-line.ts";
import { runCommandLine } from "./desktop/command-line/run-command-line.ts";
import { denyPermissions } from "./desktop/deny-permissions.ts";
import { readDesktopOptions } from "./desktop/desktop-options.ts";
import { endWithSession } from "./desktop/end-with-session.ts";
import { failToStart } from "./desktop/fail-to-start.ts";
import { followSleep } from "./desktop/follow-sleep.ts";
import { followTheme } from "./desktop/follow-theme.ts";
import { keepAwake } from "./desktop/keep-awake.ts";
import { keepInDataFolder } from "./desktop/keep-in-data-folder.ts";
import { lockDownContents } from "./desktop/lock-down-contents.ts";
import { MainWindow } from "./desktop/main-window.ts";
import { notifyChanges } from "./desktop/notify-changes.ts";
import { notifyRunEnds } from "./desktop/notify-run-ends.ts";
import { offerPorts } from "./desktop/offer-ports.ts";
import { openKeySource } from "./desktop/open-key-source.ts";
import { openOrRestore } from "./desktop/open-or-restore.ts";
import { showOpenedFiles } from "./desktop/opening/show-opened-files.ts";
import { quitWithLastWindow } from "./desktop/quit-with-last-window.ts";
import { refuseOtherProtocols } from "./desktop/refuse-other-protocols.ts";
import { registerAppScheme } from "./desktop/register-app-scheme.ts";
import { RunWatch } from "./desktop/run-watch.ts";
import { sayIfNotSandboxed } from "./desktop/say-if-not-sandboxed.ts";
import { serveRenderer } from "./desktop/serve-renderer.ts";
import { setUpTray } from "./desktop/set-up-tray.ts";
import { shareKeyWhileOpen } from "./desktop/share-key-while-open.ts";
import { showProgress } from "./desktop/show-progress.ts";
import { claimSingleInstance } from "./desktop/single-instance.ts";
import { setUpUpdates } from "./desktop/updates/set-up-updates.ts";
import { shareInstallation } from "./desktop/updates/share-installation.ts";
import { openHostedApp } from "./open-hosted-app.ts";
import { readSettings } from "./operations/change-settings.ts";
import { OpenedFiles } from "./operations/opened-files.ts";
import { takeEnvironment } from "./vault/take-environment.ts";

// The desktop, in the order of its set-up. Electron delays `ready` until this file has run, so nothing here may wait for it.
// The terminal that started us may be closed; the window stays.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
const command = readCommandLine(process.argv);
const { dataDir, resetPractice } = command ?? readDesktopOptions(process.argv);
const placeFile = command === null ? keepInDataFolder(dataDir) : openTemporaryProfile(dataDir);
const window = new MainWindow({ placeFile });

app.enableSandbox();
// Windows shows notifications only of an application that names itself as its installer did.
app.setAppUserModelId("dev.flight-deck.desktop");
registerAppScheme();
lockDownContents();
quitWithLastWindow(window);
const openedFiles = new OpenedFiles();
const takeOpenedFile = showOpenedFiles(window, openedFiles);
const folder = app.getPath("temp");
const isAlone = shareInstallation({ platform: process.platform, isPackaged: app.isPackaged, folder });
if (command !== null) runCommandLine(command);
else if (claimSingleInstance()) app.whenReady().then(start).catch(failToStart);

async function start(): Promise<void> {
  setCommandName(app.isPackaged ? "flightdeck" : "npx flightdeck");
  const env = takeEnvironment();
  const keyOptions = { dataDir, env, platform: process.platform, keyStore: safeStorage };
  const keySource = await openKeySource({ ...keyOptions, say: (line) => console.log(line) });
  const updates = setUpUpdates(env, isAlone);
  const open = () =>
    openHostedApp({
      dataDir,
      env,
      keySource,
      resetPractice,
      systemProxyOf: askSystemProxy(session.defaultSession),
      host: {
        kind: "desktop",
        electron: process.versions.electron ?? null,
        chooseFolder: () => chooseFolder(window),
        keyPlaces: keyPlacesOf(keyOptions),
        updater: updates.updater,
        openedFiles,
      },
      onPracticeEvent: practiceLines(process.stdout),
    });
  const hostedApp = await openOrRestore({ dataDir, env, keySource, open, ask: askToRestore, say: console.error });
  if (hostedApp === null) return app.exit(1);
  const closing = closeBeforeQuit(hostedApp, updates.finishQuitting);
  updates.follow(hostedApp.services.updates, closing);
  const key = env.FLIGHTDECK_KEY === undefined ? keySource.read() : null;
  if (key !== null) await shareKeyWhileOpen({ dataDir, key, log: hostedApp.services.log });
  sayIfNotSandboxed();
  denyPermissions(session.defaultSession);
  refuseOtherProtocols(session.defaultSession);
  serveRenderer();
  offerPorts(window, hostedApp.router);
  followTheme(hostedApp, closing);
  setUpMenu({ window, dataDir });
  const watch = new RunWatch(hostedApp.services, closing);
  setUpTray(watch, window);
  showProgress(watch, window);
  notifyRunEnds(watch, window);
  notifyChanges(hostedApp.services, window);
  const quit = askBeforeQuit(watch, window);
  endWithSession({ powerMonitor, window, runs: hostedApp.services.runs, updates, quit });
  followSleep(powerMonitor, awake);
  keepAwake(watch, { isWanted: () => readSettings(hostedApp.services.database).keepsAwake, blocker: powerSaveBlocker });
  window.open(takeOpenedFile());
}
