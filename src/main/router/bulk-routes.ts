import {
  type ConflictServices,
  findConflicts,
  keepAllTheirs,
  takeAllOurs,
} from "../operations/bulk/decide-conflicts.ts";
import { deleteAgents, previewDeletion } from "../operations/bulk/delete-agents.ts";
import { deleteBoards } from "../operations/bulk/delete-boards.ts";
import { moveAgents } from "../operations/bulk/move-agents.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { syncTemplates } from "../provisioning/sync-gateway.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function bulkRouter(os: ContractImplementer, services: RouterServices) {
  const { database, dataDir, changes, runs, startedBy } = services;
  const deciding: ConflictServices = {
    database,
    dataDir,
    changes,
    async runSync(options) {
      const started = await runs.start((handle) => syncTemplates(services, { options, startedBy, ...handle }));
      return started.result;
    },
  };
  return {
    moveAgents: os.bulk.moveAgents.handler(({ input }) => moveAgents(services, input)),
    previewDeletion: os.bulk.previewDeletion.handler(({ input }) => previewDeletion(services, input.agentIds)),
    deleteAgents: os.bulk.deleteAgents.handler(({ input, signal }) => deleteAgents(services, input, signal)),
    deleteBoards: os.bulk.deleteBoards.handler(({ input }) => deleteBoards(services, input)),
    findConflicts: os.bulk.findConflicts.handler(({ input }) => findConflicts(deciding, input.agentIds)),
    keepTheirs: os.bulk.keepTheirs.handler(({ input }) => keepAllTheirs(deciding, input.files)),
    takeOurs: os.bulk.takeOurs.handler(({ input }) => takeAllOurs(deciding, input.files)),
  };
}
