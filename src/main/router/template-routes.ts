import { FlightDeckError, hintsOf, messageOf } from "../../shared/errors.ts";
import { hintForWindow } from "../../shared/hint-words.ts";
import { readVariables, setVariable, unsetVariable } from "../operations/change-variables.ts";
import { checkFolder } from "../operations/check-templates.ts";
import { readTemplateRows, readTemplateSource, templateRows } from "../operations/list-template-rows.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { previewAgent } from "../operations/preview-agent.ts";
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
    check: os.templates.check.handler(async () => {
      const check = await checkFolder(services, live.folder);
      return { ...check, problems: check.problems.map((one) => ({ ...one, hint: hintForWindow(one.hint) })) };
    }),
    source: os.templates.source.handler(async ({ input }) => ({
      source: await readTemplateSource(live.folder, input.name),
    })),
    preview: os.templates.preview.handler(({ input }) => previewAgent(services, input.agentId)),
    variables: os.templates.variables.handler(({ input }) => readVariables(services.database, input)),
    setVariable: os.templates.setVariable.handler(({ input: { owner, ...variable } }) => {
      setVariable(services, owner, variable);
      return null;
    }),
    unsetVariable: os.templates.unsetVariable.handler(({ input }) => ({
      binId: unsetVariable(services, input.owner, input.name),
    })),
    chooseFolder: os.templates.chooseFolder.handler(async () => ({ folder: (await host.chooseFolder?.()) ?? null })),
  };
}
