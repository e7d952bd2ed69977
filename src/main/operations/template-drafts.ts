import { FlightDeckError } from "../../shared/errors.ts";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import type {
  DraftCheck,
  DraftPreview,
  TemplateDraft,
  TemplateEditing,
  TemplateName,
} from "../../shared/template-editing.ts";
import type { Database } from "../database/open-database.ts";
import { listAllVariables } from "../database/template-variables.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import { boardNames, builtInNames } from "../templates/render-input.ts";
import { defaultTemplateFolder, readTemplateSet, type TemplateSet } from "../templates/template-set.ts";
import { checkTemplateSet } from "./check-templates.ts";
import { readKeptSet } from "./keep-template-versions.ts";
import { templateRows } from "./list-template-rows.ts";
import type { RouterServices } from "./operation-services.ts";
import { previewAgent } from "./preview-agent.ts";
import { requireRunId } from "./require-run-id.ts";
import { makingNames, requireKnownNames, withChanges } from "./save-templates.ts";
import { findTemplateSet, usersOfSet } from "./template-sets.ts";

/** A set for the editor. @throws FlightDeckError not-found; template-error if its folder cannot be read */
export async function openTemplateSet(services: RouterServices, folder: string | null): Promise<TemplateEditing> {
  const set = findTemplateSet(services, folder);
  const read =
    folder === null ? await readTemplateSet(defaultTemplateFolder()) : await readKeptSet(services.database, folder);
  const { sources, version } = read;
  return {
    ...{ set, sha256: version, sources },
    templates: templateRows(read),
    names: templateNames(services.database),
    fileNames: [...makingNames],
  };
}

/** Every name that templates can use, and who has it. */
function templateNames(database: Database): TemplateName[] {
  const ofBoards = new Set(boardNames);
  const builtIn = builtInNames.map((name) => ({
    name,
    detail: ofBoards.has(name) ? "agents of a board" : "every agent",
  }));
  const own = Map.groupBy(listAllVariables(database), ({ name }) => name);
  const variables = [...own].map(([name, set]) => {
    const kinds = [...new Set(set.map(({ owner }) => owner.kind))].sort().join(", ");
    return { name, detail: `variable of ${kinds}` };
  });
  return [...builtIn, ...variables.filter(({ name }) => !builtInNames.includes(name))];
}

type OpenDraft = { base: TemplateSet; draft: TemplateSet };

/** The set as the draft would make it. Only what is there already and what a save would take can be in a draft. */
async function openDraft(services: RouterServices, { folder, changes }: TemplateDraft): Promise<OpenDraft> {
  findTemplateSet(services, folder);
  const base = await readTemplateSet(folder ?? defaultTemplateFolder());
  requireKnownNames(base, changes);
  return { base, draft: withChanges(base, changes) };
}

/** Finds what is wrong with a draft. Stores nothing. @throws FlightDeckError not-found, template-error, templates-not-saved */
export async function checkDraft(services: RouterServices, given: TemplateDraft): Promise<DraftCheck> {
  const { base, draft } = await openDraft(services, given);
  const check = await checkTemplateSet(services.database, { set: draft, ...usersOfSet(services, given.folder) });
  return { ...check, presentSha256: base.version, templates: templateRows(draft) };
}

/** An agent's files as a draft renders them. Stores nothing. @throws as `checkDraft` and `previewAgent` */
export async function previewDraft(
  services: RouterServices,
  given: TemplateDraft,
  agentId: string,
): Promise<DraftPreview> {
  const { base, draft } = await openDraft(services, given);
  const preview = await previewAgent(services, agentId, draft);
  try {
    const saved = await previewAgent(services, agentId, base);
    return { ...preview, saved: Object.fromEntries(saved.files.map(({ name, content }) => [name, content])) };
  } catch (error) {
    if (!(error instanceof FlightDeckError)) throw error;
    return { ...preview, saved: null };
  }
}

/** Starts a dry run of a gateway with a draft. @throws as `checkDraft`, and as a sync does before it begins */
export async function planDraft(
  services: RouterServices,
  given: TemplateDraft,
  gatewayId: string,
): Promise<{ runId: string }> {
  const { draft } = await openDraft(services, given);
  const { renderer, runs, startedBy } = services;
  const insteadOf = { folder: given.folder };
  const read = (id: string) => renderer.read(id, { set: draft, insteadOf });
  const withDraft = { ...services, renderer: { ...renderer, read } };
  const options = syncOptionsSchema.parse({ gatewayId, dryRun: true });
  const started = await runs.start((handle) => syncTemplates(withDraft, { options, startedBy, ...handle }));
  return { runId: requireRunId(started.runId) };
}
