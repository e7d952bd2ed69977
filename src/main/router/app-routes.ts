import type { Change } from "../../shared/views.ts";
import { listBrowserSessions } from "../database/browser-sessions.ts";
import { findDoubtsOf } from "../database/doubts/find-doubts.ts";
import { readAppInfo } from "../operations/app-info.ts";
import { endBrowserAccess, makeBrowserLink } from "../operations/browser-access.ts";
import { readSettings, saveSettings } from "../operations/change-settings.ts";
import { checkFolder, refuseUnusable } from "../operations/check-templates.ts";
import { deletePracticeData } from "../operations/delete-practice-data.ts";
import { describeInstallation } from "../operations/diagnostics.ts";
import { downloadFleet } from "../operations/export-fleet.ts";
import { importFleetFile } from "../operations/import-fleet-file.ts";
import { moveKey } from "../operations/move-key.ts";
import { OpenedFiles } from "../operations/opened-files.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { readPracticeGatewayId, saveWelcomed } from "../operations/practice-choice.ts";
import { readBackups } from "../operations/read-backups.ts";
import { withDefined } from "../operations/with-defined.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function appRouter(os: ContractImplementer, services: RouterServices) {
  const { database, vault, changes, connections, templates, runs } = services;
  const { openedFiles = new OpenedFiles() } = services.host;
  return {
    info: os.app.info.handler(() => readAppInfo(services)),
    changes: os.app.changes.handler(({ signal }) => followAsViewer(services, signal)),
    settings: os.app.settings.handler(() => readSettings(database)),
    saveSettings: os.app.saveSettings.handler(async ({ input }) => {
      const { templateFolder } = input;
      // An unusable folder is not saved.
      if (templateFolder && templateFolder !== readSettings(database).templateFolder) {
        refuseUnusable(await checkFolder(services, templateFolder));
      }
      const settings = saveSettings(database, withDefined(input));
      // A folder that broke since it was chosen is shown on the templates' page.
      await templates.reload().catch(() => undefined);
      connections.setMaxInFlight(settings.maxInFlight);
      changes.emit("settings", "templates", "gateways", "agents");
      return settings;
    }),
    welcome: os.app.welcome.handler(async ({ input }) => {
      if (input.choice === "remove-practice") {
        const gatewayId = readPracticeGatewayId(database);
        if (gatewayId !== null) await runs.stop(gatewayId);
        deletePracticeData(database);
        await services.stopPractice();
      }
      saveWelcomed(database, true);
      changes.emit("app", "gateways", "boards", "agents", "runs");
      return readAppInfo(services);
    }),
    browserSessions: os.app.browserSessions.handler(({ context: { browserSessionId } }) =>
      listBrowserSessions(database).map((session) => ({ ...session, isThis: session.id === browserSessionId })),
    ),
    browserLink: os.app.browserLink.handler(() => ({ url: makeBrowserLink(database, process.pid) })),
    endBrowserSessions: os.app.endBrowserSessions.handler(({ input: { id } }) => {
      endBrowserAccess(database, id);
      return null;
    }),
    moveKey: os.app.moveKey.handler(async ({ input: { to } }) => {
      await moveKey(services, to);
      changes.emit("app");
      return readAppInfo(services);
    }),
    backups: os.app.backups.handler(() => ({
      ...readBackups(services.dataDir),
      problem: services.backups.problem,
    })),
    makeBackup: os.app.makeBackup.handler(() => services.backups.makeByHand()),
    previewRestore: os.app.previewRestore.handler(({ input: { name } }) => services.restores.preview(name)),
    restoreBackup: os.app.restoreBackup.handler(({ input: { name, forgetSecrets } }) =>
      services.restores.restore(name, forgetSecrets),
    ),
    diagnostics: os.app.diagnostics.handler(() => describeInstallation(services)),
    doubts: os.app.doubts.handler(({ input }) => findDoubtsOf(database, input)),
    importFleet: os.app.importFleet.handler(async ({ input: { text, dryRun } }) => {
      const report = importFleetFile(services, text, { dryRun });
      if (!dryRun && report.tables.settings) {
        connections.setMaxInFlight(readSettings(database).maxInFlight);
        await templates.reload().catch(() => undefined);
      }
      return report;
    }),
    openedFile: os.app.openedFile.handler(({ input: { id } }) => openedFiles.read(database, id)),
    exportFleet: os.app.exportFleet.handler(() => downloadFleet(database, vault)),
  };
}

/** A window follows the changes while it is open, which shows that an operator is watching. */
async function* followAsViewer({ changes, watch }: RouterServices, signal?: AbortSignal): AsyncGenerator<Change, void> {
  const removeViewer = watch.addViewer();
  try {
    yield* changes.follow(signal);
  } finally {
    removeViewer();
  }
}
