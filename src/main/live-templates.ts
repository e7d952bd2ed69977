import { forgetSyncStates } from "./database/agent-sync-states.ts";
import { readTemplatesOf, saveLastRead } from "./database/gateway-templates.ts";
import { listGateways } from "./database/gateways.ts";
import { hasMirrorSource } from "./database/mirror/mirror-source.ts";
import type { Database } from "./database/open-database.ts";
import type { RenderedWith } from "./database/schema/local-tables.ts";
import { readSetting } from "./database/settings.ts";
import { readSettings } from "./operations/change-settings.ts";
import { checkAddressText } from "./operations/gateway-address.ts";
import type { LiveTemplates } from "./operations/operation-services.ts";
import { createRenderer, userFor } from "./provisioning/desired/render-agent.ts";
import type { AgentFileRenderer } from "./provisioning/model/agent-file-renderer.ts";
import { defaultTemplateFolder, loadTemplateSet, type TemplateSet } from "./templates/template-set.ts";

export type LiveRendererOptions = {
  database: Database;
  /** Instead of the gateway's own and the one in the settings, for this process. */
  templateFolder?: string | undefined;
  baseUrl?: string | undefined;
};

export type LiveRenderer = { renderer: AgentFileRenderer; templates: LiveTemplates };

/** Before gateways had templates of their own. */
const renderedWith = "rendered-with";

/** The gateway's templates have changed, perhaps in another process: its synced agents may no longer be synced. */
function noteChange(database: Database, gatewayId: string, now: string): void {
  const before = readTemplatesOf(database, gatewayId).lastRead ?? readSetting(database, renderedWith);
  if (before === now) return;
  saveLastRead(database, gatewayId, now);
  if (before !== undefined) forgetSyncStates(database, { gatewayIds: [gatewayId] });
}

type Source = Omit<RenderedWith, "templatesSha256">;
type SetState = { set: TemplateSet } | { error: unknown };

/**
 * A renderer that follows the settings, the gateways and the template folders: it renders with what was read last. While a folder
 * cannot be read it renders nothing from it, rather than files from other templates.
 */
export function createLiveRenderer(options: LiveRendererOptions): LiveRenderer {
  const { database } = options;
  const isMirror = () => hasMirrorSource(database);
  const sets = new Map<string | null, SetState>();

  const defaultFolder = () => options.templateFolder ?? readSettings(database).templateFolder;
  const sourceOf = (gatewayId: string): Source => {
    const own = readTemplatesOf(database, gatewayId);
    const settings = readSettings(database);
    const stored = { folder: own.folder ?? settings.templateFolder, baseUrl: own.baseUrl ?? settings.baseUrl };
    const folder = options.templateFolder ?? stored.folder;
    const baseUrl = options.baseUrl ?? stored.baseUrl;
    return { folder, baseUrl, isFolderGiven: folder !== stored.folder, isBaseUrlGiven: baseUrl !== stored.baseUrl };
  };
  const load = async (folder: string | null): Promise<TemplateSet> => {
    try {
      const set = await loadTemplateSet(folder ?? undefined);
      sets.set(folder, { set });
      return set;
    } catch (error) {
      sets.set(folder, { error });
      throw error;
    }
  };
  const note = (gatewayId: string, { version }: TemplateSet, { baseUrl }: Source) =>
    noteChange(database, gatewayId, `${version} ${baseUrl}${isMirror() ? " as Mission Control" : ""}`);
  const read = async (gatewayId: string) => {
    const source = sourceOf(gatewayId);
    const set = await load(source.folder);
    if (!source.isBaseUrlGiven) checkAddressText("base-url", "The base URL of the agents", source.baseUrl);
    note(gatewayId, set, source);
  };
  const reload = async () => {
    const folder = defaultFolder();
    const set = await load(folder);
    for (const { id } of listGateways(database)) {
      const source = sourceOf(id);
      if (source.folder === folder) note(id, set, source);
    }
    return set;
  };
  const current = (gatewayId: string) => {
    const { folder, baseUrl } = sourceOf(gatewayId);
    const state = sets.get(folder) ?? { error: new Error("templates were never read") };
    if ("error" in state) throw state.error;
    return createRenderer({ database, templates: state.set, baseUrl, isMirror });
  };
  return {
    renderer: {
      read,
      renderedWith: ({ id }) => ({ ...sourceOf(id), templatesSha256: current(id).templatesSha256 }),
      userFor: (gateway, userId) => userFor(database, gateway, userId),
      forGateway: (gateway, userId) => current(gateway.id).forGateway(gateway, userId),
      outlinesFor: (gateway, userId, how) => current(gateway.id).outlinesFor(gateway, userId, how),
    },
    templates: {
      reload,
      get folder() {
        return defaultFolder() ?? defaultTemplateFolder();
      },
      get isBuiltIn() {
        return defaultFolder() === null;
      },
    },
  };
}
