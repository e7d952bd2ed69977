import { hash } from "node:crypto";
import { FlightDeckError } from "../shared/errors.ts";
import { forgetSyncStates } from "./database/agent-sync-states.ts";
import { type BoardWithSet, listBoardsWithSets, saveBoardRead } from "./database/board-templates.ts";
import { readTemplatesOf, saveLastRead } from "./database/gateway-templates.ts";
import { listGateways } from "./database/gateways.ts";
import { hasMirrorSource } from "./database/mirror/mirror-source.ts";
import type { Database } from "./database/open-database.ts";
import type { RenderedWith } from "./database/schema/local-tables.ts";
import { readSetting } from "./database/settings.ts";
import { readSettings } from "./operations/change-settings.ts";
import { checkAddressText } from "./operations/gateway-address.ts";
import { keepFoundSet } from "./operations/keep-template-versions.ts";
import type { LiveTemplates } from "./operations/operation-services.ts";
import { readTemplateChoices } from "./operations/template-choices.ts";
import { createRenderer, type SetRenderer, userFor } from "./provisioning/desired/render-agent.ts";
import { type ReadBoardSet, renderByBoard } from "./provisioning/desired/render-by-board.ts";
import type { AgentFileRenderer, DraftSet, ReadTemplates } from "./provisioning/model/agent-file-renderer.ts";
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

/** The board's own set has changed, perhaps in another process. */
function noteBoard(database: Database, { boardId, lastRead }: BoardWithSet, read: ReadBoardSet | undefined): void {
  const now = read?.renderer?.templatesSha256;
  if (now === undefined || lastRead === now) return;
  saveBoardRead(database, boardId, now);
  if (lastRead !== null) forgetSyncStates(database, { boardIds: [boardId] });
}

/** A renderer that follows the settings, the gateways, the boards and the template folders. */
export function createLiveRenderer(options: LiveRendererOptions): LiveRenderer {
  const { database } = options;
  const isMirror = () => hasMirrorSource(database);

  const defaultFolder = () => options.templateFolder ?? readSettings(database).templateFolder;
  // A flag chooses for all agents.
  const boardsOf = (gatewayId: string) =>
    options.templateFolder === undefined ? listBoardsWithSets(database, gatewayId) : [];
  const sourceOf = (gatewayId: string): Source => {
    const own = readTemplatesOf(database, gatewayId);
    const settings = readSettings(database);
    const stored = {
      folder: readTemplateChoices(database)({ gatewayId, boardId: null }).folder,
      baseUrl: own.baseUrl ?? settings.baseUrl,
    };
    const folder = options.templateFolder ?? stored.folder;
    const baseUrl = options.baseUrl ?? stored.baseUrl;
    const overrulesBoards = options.templateFolder !== undefined && listBoardsWithSets(database, gatewayId).length > 0;
    return {
      ...{ folder, baseUrl },
      isFolderGiven: folder !== stored.folder || overrulesBoards,
      ...(overrulesBoards ? { overrulesBoards } : {}),
      isBaseUrlGiven: baseUrl !== stored.baseUrl,
    };
  };
  const note = (gatewayId: string, { version }: TemplateSet, { baseUrl }: Source) =>
    noteChange(database, gatewayId, `${version} ${baseUrl}${isMirror() ? " as Mission Control" : ""}`);
  const read = async (gatewayId: string, draft?: DraftSet): Promise<ReadTemplates> => {
    const source = sourceOf(gatewayId);
    const boards = draft?.insteadOf === "all" ? [] : boardsOf(gatewayId);
    const loadOne = withDraft(draft ? load : keeping(database), source, boards, draft);
    const set = await loadOne(source.folder);
    if (!source.isBaseUrlGiven) checkAddressText("base-url", "The base URL of the agents", source.baseUrl);
    if (!draft) note(gatewayId, set, source);
    const rendererOf = (templates: TemplateSet) =>
      createRenderer({ database, templates, baseUrl: source.baseUrl, isMirror });
    const ofGateway = rendererOf(set);
    const boardSets = await readBoardSets(boards, { load: loadOne, rendererOf });
    if (!draft) for (const [index, board] of boards.entries()) noteBoard(database, board, boardSets[index]);
    const { forGateway, outlinesFor } = renderByBoard(ofGateway, boardSets);
    const renderedWith = { ...source, templatesSha256: versionOfAll(set, boardSets) };
    const sets = [{ folder: source.folder, sha256: set.version }, ...usedSets(boardSets)];
    const isDraft = draft !== undefined;
    return { renderedWith, boardSets, sets, isDraft, forGateway, outlinesFor: isDraft ? forGateway : outlinesFor };
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

type Load = (folder: string | null) => Promise<TemplateSet>;

const load: Load = (folder) => loadTemplateSet(folder ?? undefined);

/** The same; what something else changed in the folder becomes a version. */
function keeping(database: Database): Load {
  return async (folder) => {
    const set = await load(folder);
    if (folder !== null) await keepFoundSet(database, set);
    return set;
  };
}

/** Gives the draft for the set that it takes the place of; where neither the gateway nor a board uses that one, for the gateway's. */
function withDraft(load: Load, source: Source, boards: readonly BoardWithSet[], draft: DraftSet | undefined): Load {
  if (!draft) return load;
  const { set, insteadOf } = draft;
  const isUsed = insteadOf !== "all" && [source, ...boards].some(({ folder }) => folder === insteadOf.folder);
  const replaced = isUsed ? insteadOf.folder : source.folder;
  return (folder) => (folder === replaced ? requireUsable(set) : load(folder));
}

type ReadBoardSetsOptions = { load: Load; rendererOf: (set: TemplateSet) => SetRenderer };

/** Reads each set once. */
async function readBoardSets(
  boards: readonly BoardWithSet[],
  { load, rendererOf }: ReadBoardSetsOptions,
): Promise<ReadBoardSet[]> {
  const read = new Map<string, Pick<ReadBoardSet, "fault" | "renderer">>();
  const sets: ReadBoardSet[] = [];
  for (const { boardId, name, folder } of boards) {
    const found = read.get(folder) ?? (await load(folder).then(usable, faultOf));
    read.set(folder, found);
    sets.push({ boardId, name, folder, ...found });
  }
  return sets;

  function usable(set: TemplateSet) {
    return { fault: null, renderer: rendererOf(set) };
  }
}

function faultOf(error: unknown) {
  if (error instanceof FlightDeckError) return { fault: error, renderer: null };
  throw error;
}

/** The version of everything that a gateway's agents are rendered with. */
function versionOfAll({ version }: TemplateSet, boards: readonly ReadBoardSet[]): string {
  const others = boards.flatMap(({ boardId, renderer }) =>
    renderer?.templatesSha256 === version ? [] : [[boardId, renderer?.templatesSha256 ?? null]],
  );
  return others.length === 0 ? version : hash("sha256", JSON.stringify([version, ...others]));
}

function usedSets(boards: readonly ReadBoardSet[]): ReadTemplates["sets"] {
  return boards.flatMap(({ folder, renderer }) => (renderer ? [{ folder, sha256: renderer.templatesSha256 }] : []));
}
