import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { hintForWindow } from "../../shared/hint-words.ts";
import type { TemplateCheck } from "../../shared/template-check.ts";
import { readTemplateRules } from "../database/stored-template-rules.ts";
import { readTemplateVersion } from "../database/template-versions.ts";
import { assignTemplateSet } from "../operations/assign-template-set.ts";
import { changeTemplateRules } from "../operations/change-template-rules.ts";
import { readVariables, setVariable, unsetVariable } from "../operations/change-variables.ts";
import { checkFolder } from "../operations/check-templates.ts";
import { createTemplateSet } from "../operations/create-template-set.ts";
import { deleteTemplateSet } from "../operations/delete-template-set.ts";
import { diffTemplates } from "../operations/diff-templates.ts";
import { listVersionsOfSet } from "../operations/keep-template-versions.ts";
import { readTemplateRows, readTemplateSource, templateRows } from "../operations/list-template-rows.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { previewAgent } from "../operations/preview-agent.ts";
import { renameTemplateSet } from "../operations/rename-template-set.ts";
import { saveDraft } from "../operations/save-draft.ts";
import { restoreTemplates } from "../operations/save-templates.ts";
import { checkDraft, openTemplateSet, planDraft, previewDraft } from "../operations/template-drafts.ts";
import { findTemplateSet, listTemplateSets } from "../operations/template-sets.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function templatesRouter(os: ContractImplementer, services: RouterServices) {
  const { templates: live, host } = services;
  return {
    list: os.templates.list.handler(async () => {
      const { folder, isBuiltIn } = live;
      try {
        return { folder, isBuiltIn, templates: templateRows(await live.reload()), error: null };
      } catch (error) {
        const hint = error instanceof FlightDeckError ? error.hint : hintsOf("template-error").lookAtFolder;
        const templates = await readTemplateRows(folder);
        return { folder, isBuiltIn, templates, error: { message: messageOf(error), hint: hintForWindow(hint) } };
      }
    }),
    check: os.templates.check.handler(async () => inWindow(await checkFolder(services, live.folder))),
    source: os.templates.source.handler(async ({ input }) => ({
      source: await readTemplateSource(live.folder, input.name),
    })),
    preview: os.templates.preview.handler(({ input }) => previewAgent(services, input.agentId)),
    sets: os.templates.sets.handler(() => listTemplateSets(services)),
    createSet: os.templates.createSet.handler(async ({ input: { name, from } }) => {
      findTemplateSet(services, from);
      const { folder } = await createTemplateSet(services, { name, from });
      return { folder };
    }),
    renameSet: os.templates.renameSet.handler(({ input }) => renameTemplateSet(services, input)),
    deleteSet: os.templates.deleteSet.handler(async ({ input }) => {
      await deleteTemplateSet(services, input.folder);
      return null;
    }),
    assignSet: os.templates.assignSet.handler(async ({ input }) => {
      await assignTemplateSet(services, input);
      // A folder that broke since it was chosen is shown on the templates' page.
      await live.reload().catch(() => undefined);
      return null;
    }),
    open: os.templates.open.handler(({ input }) => openTemplateSet(services, input.folder)),
    checkDraft: os.templates.checkDraft.handler(async ({ input }) => inWindow(await checkDraft(services, input.draft))),
    previewDraft: os.templates.previewDraft.handler(({ input }) => previewDraft(services, input.draft, input.agentId)),
    planDraft: os.templates.planDraft.handler(({ input }) => planDraft(services, input.draft, input.gatewayId)),
    save: os.templates.save.handler(({ input }) => saveDraft(services, input)),
    ...versionRoutes(os, services),
    variables: os.templates.variables.handler(({ input }) => readVariables(services.database, input)),
    setVariable: os.templates.setVariable.handler(({ input: { owner, ...variable } }) => {
      setVariable(services, owner, variable);
      return null;
    }),
    unsetVariable: os.templates.unsetVariable.handler(({ input }) => ({
      binId: unsetVariable(services, input.owner, input.name),
    })),
    rules: os.templates.rules.handler(() => readTemplateRules(services.database)),
    setRules: os.templates.setRules.handler(({ input }) => changeTemplateRules(services, input)),
    chooseFolder: os.templates.chooseFolder.handler(async () => ({ folder: (await host.chooseFolder?.()) ?? null })),
  };
}

function versionRoutes(os: ContractImplementer, services: RouterServices) {
  const { database } = services;
  return {
    versions: os.templates.versions.handler(({ input: { folder } }) => {
      findTemplateSet(services, folder);
      return listVersionsOfSet(database, folder);
    }),
    versionDiff: os.templates.versionDiff.handler(({ input: { folder, from, to } }) => {
      const [before, after] = [from, to].map((id) => readTemplateVersion(database, folder, id).sources);
      return diffTemplates(before ?? {}, after ?? {});
    }),
    restoreVersion: os.templates.restoreVersion.handler(async ({ input: { folder, id, baseSha256 } }) => {
      findTemplateSet(services, folder);
      const { sha256 } = await restoreTemplates(services, { folder, versionId: id, baseSha256 });
      return { sha256 };
    }),
  };
}

function inWindow<Check extends TemplateCheck>(check: Check): Check {
  return { ...check, problems: check.problems.map((one) => ({ ...one, hint: hintForWindow(one.hint) })) };
}
