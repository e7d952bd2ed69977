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
import type { AgentFileRenderer, ReadTemplates } from "./provisioning/model/agent-file-renderer.ts";
import { defaultTemplateFolder, loadTemplateSet, requireUsable, type TemplateSet } from "./templates/template-set.ts";

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

/** A renderer that follows the settings, the gateways and the template folders. */
export function createLiveRenderer(options: LiveRendererOptions): LiveRenderer {
  const { database } = options;
  const isMirror = () => hasMirrorSource(database);

  const defaultFolder = () => options.templateFolder ?? readSettings(database).templateFolder;
  const sourceOf = (gatewayId: string): Source => {
    const own = readTemplatesOf(database, gatewayId);
    const settings = readSettings(database);
    const stored = { folder: own.folder ?? settings.templateFolder, baseUrl: own.baseUrl ?? settings.baseUrl };
    const folder = options.templateFolder ?? stored.folder;
    const baseUrl = options.baseUrl ?? stored.baseUrl;
    return { folder, baseUrl, isFolderGiven: folder !== stored.folder, isBaseUrlGiven: baseUrl !== stored.baseUrl };
  };
  const load = (folder: string | null) => loadTemplateSet(folder ?? undefined);
  const note = (gatewayId: string, { version }: TemplateSet, { baseUrl }: Source) =>
    noteChange(database, gatewayId, `${version} ${baseUrl}${isMirror() ? " as Mission Control" : ""}`);
  const read = async (gatewayId: string, draft?: TemplateSet): Promise<ReadTemplates> => {
    const source = sourceOf(gatewayId);
    const set = draft ? await requireUsable(draft) : await load(source.folder);
    if (!source.isBaseUrlGiven) checkAddressText("base-url", "The base URL of the agents", source.baseUrl);
    if (!draft) note(gatewayId, set, source);
    const { forGateway, outlinesFor } = createRenderer({ database, templates: set, baseUrl: source.baseUrl, isMirror });
    const renderedWith = { ...source, templatesSha256: set.version };
    return { renderedWith, isDraft: draft !== undefined, forGateway, outlinesFor: draft ? forGateway : outlinesFor };
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
  return {
    renderer: { read, userFor: (gateway, userId) => userFor(database, gateway, userId) },
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
