import { messageOf } from "../../shared/errors.ts";
import type { ContractImplementer } from "./contract.ts";
import { previewAgent } from "./preview-agent.ts";
import type { RouterServices } from "./services.ts";
import { readTemplateSource, templateRows } from "./template-rows.ts";

export function templatesRouter(os: ContractImplementer, services: RouterServices) {
  const { templates, host } = services;
  return {
    list: os.templates.list.handler(async () => {
      const { folder, isBuiltIn } = templates;
      try {
        return { folder, isBuiltIn, templates: templateRows(await templates.reload()), error: null };
      } catch (error) {
        return { folder, isBuiltIn, templates: [], error: messageOf(error) };
      }
    }),
    source: os.templates.source.handler(async ({ input }) => ({
      source: await readTemplateSource(templates.folder, input.name),
    })),
    preview: os.templates.preview.handler(({ input }) => previewAgent(services, input.agentId)),
    chooseFolder: os.templates.chooseFolder.handler(async () => ({ folder: (await host.chooseFolder?.()) ?? null })),
  };
}
