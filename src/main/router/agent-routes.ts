import { listStayingAgents } from "../database/list-staying-agents.ts";
import { addAgents } from "../operations/agent-table/add-agents.ts";
import { changeAgent } from "../operations/change-agent.ts";
import { compareAgentFiles } from "../operations/compare-agent-files.ts";
import { createAgent } from "../operations/create-agent.ts";
import { deleteAgentWithConsent } from "../operations/delete-agent.ts";
import { duplicateAgent } from "../operations/duplicate-agent.ts";
import { keepFile } from "../operations/keep-file.ts";
import { listAgentRows, readAgentRow, readAgentView } from "../operations/list-agent-rows.ts";
import { makeOwnTemplate } from "../operations/make-own-template.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { setAgentDelivery } from "../operations/set-delivery.ts";
import { fileVersionsRouter } from "./file-version-routes.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function agentsRouter(os: ContractImplementer, services: RouterServices) {
  const { database } = services;
  return {
    list: os.agents.list.handler(({ input }) => listAgentRows(services, input)),
    get: os.agents.get.handler(({ input }) => readAgentView(services, input.id)),
    staying: os.agents.staying.handler(({ input }) => listStayingAgents(database, input)),
    create: os.agents.create.handler(({ input }) => {
      const { id } = createAgent(services, input);
      return readAgentRow(services, id);
    }),
    update: os.agents.update.handler(({ input }) => {
      changeAgent(services, input.id, input.change);
      return readAgentRow(services, input.id);
    }),
    duplicate: os.agents.duplicate.handler(({ input: { id: agentId, ...copy } }) => {
      const { id } = duplicateAgent(services, { agentId, ...copy });
      return readAgentRow(services, id);
    }),
    addTable: os.agents.addTable.handler(({ input }) => addAgents(services, input)),
    setDelivery: os.agents.setDelivery.handler(({ input }) => {
      setAgentDelivery(services, input.id, input.deliversHeartbeats);
      return null;
    }),
    delete: os.agents.delete.handler(async ({ input, signal }) => ({
      binId: await deleteAgentWithConsent(services, input, signal),
    })),
    files: os.agents.files.handler(({ input, signal }) => compareAgentFiles(services, input.id, signal)),
    versions: fileVersionsRouter(os, services),
    makeOwnTemplate: os.agents.makeOwnTemplate.handler(({ input: { id: agentId, fileName }, signal }) =>
      makeOwnTemplate(services, { agentId, fileName }, signal),
    ),
    keepTheirs: os.agents.keepTheirs.handler(async ({ input }) => {
      await keepFile(services, input);
      return null;
    }),
  };
}
