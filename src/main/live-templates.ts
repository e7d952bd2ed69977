import { forgetSyncStates } from "./database/agent-sync-states.ts";
import { hasMirrorSource } from "./database/mirror/mirror-source.ts";
import type { Database } from "./database/open-database.ts";
import { readSetting, saveSetting } from "./database/settings.ts";
import { readSettings } from "./operations/change-settings.ts";
import { checkAddressText } from "./operations/gateway-address.ts";
import type { LiveTemplates } from "./operations/operation-services.ts";
import { createRenderer } from "./provisioning/desired/render-agent.ts";
import type { AgentFileRenderer } from "./provisioning/model/agent-file-renderer.ts";
import { defaultTemplateFolder, loadTemplateSet, type TemplateSet } from "./templates/template-set.ts";

export type LiveRendererOptions = {
  database: Database;
  /** Instead of the one in the settings, for this process. */
  templateFolder?: string | undefined;
  baseUrl?: string | undefined;
};

export type LiveRenderer = { renderer: AgentFileRenderer; templates: LiveTemplates };

const renderedWith = "rendered-with";

/** The templates have changed, perhaps in another process: synced agents may no longer be synced. */
function noteChange(database: Database, now: string): void {
  const before = readSetting(database, renderedWith);
  if (before === now) return;
  saveSetting(database, renderedWith, now);
  if (before !== undefined) forgetSyncStates(database, "all");
}

/**
 * A renderer that follows the settings and the template folder: it renders with what was read last. While the folder cannot be
 * read it renders nothing, rather than files from other templates.
 */
export function createLiveRenderer(options: LiveRendererOptions): LiveRenderer {
  const { database } = options;
  const settings = () => readSettings(database);
  const isMirror = () => hasMirrorSource(database);
  const ownFolder = () => options.templateFolder ?? settings().templateFolder;
  let state: { renderer: AgentFileRenderer } | { error: unknown } = { error: new Error("templates were never read") };
  const current = () => {
    if ("error" in state) throw state.error;
    return state.renderer;
  };
  const reload = async (): Promise<TemplateSet> => {
    try {
      const templates = await loadTemplateSet(ownFolder() ?? undefined);
      const baseUrl = options.baseUrl ?? settings().baseUrl;
      if (options.baseUrl === undefined) checkAddressText("base-url", "The base URL in the settings", baseUrl);
      state = { renderer: createRenderer({ database, templates, baseUrl, isMirror }) };
      noteChange(database, `${templates.version} ${baseUrl}${isMirror() ? " as Mission Control" : ""}`);
      return templates;
    } catch (error) {
      state = { error };
      throw error;
    }
  };
  return {
    renderer: {
      get templatesSha256() {
        return current().templatesSha256;
      },
      userFor: (gateway, userId) => current().userFor(gateway, userId),
      forGateway: (gateway, userId) => current().forGateway(gateway, userId),
      outlinesFor: (gateway, userId, options) => current().outlinesFor(gateway, userId, options),
    },
    templates: {
      reload,
      get folder() {
        return ownFolder() ?? defaultTemplateFolder();
      },
      get isBuiltIn() {
        return ownFolder() === null;
      },
    },
  };
}
