import type { RouterServices } from "../operations/operation-services.ts";
import { previewSetupAgents, readSetupStart, setUpFleet } from "../operations/set-up-fleet.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function setupRouter(os: ContractImplementer, services: RouterServices) {
  return {
    start: os.setup.start.handler(() => readSetupStart(services)),
    previewAgents: os.setup.previewAgents.handler(({ input }) => previewSetupAgents(input)),
    save: os.setup.save.handler(({ input }) => setUpFleet(services, input)),
  };
}
