import { adoptAgents, listAdoptable, previewAdoption } from "../operations/adopt-agents.ts";
import { changeAgentMode } from "../operations/change-agent-mode.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { releaseAgent } from "../operations/release-agent.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function adoptionRouter(os: ContractImplementer, services: RouterServices) {
  return {
    list: os.adoption.list.handler(({ input, signal }) => listAdoptable(services, input.gatewayId, signal)),
    preview: os.adoption.preview.handler(({ input: { keys: wanted, ...request }, signal }) =>
      previewAdoption(services, { ...request, wanted }, signal),
    ),
    add: os.adoption.add.handler(({ input: { keys: wanted, ...request }, signal }) =>
      adoptAgents(services, { ...request, wanted }, signal),
    ),
    setMode: os.adoption.setMode.handler(async ({ input }) => {
      await changeAgentMode(services, input.agentId, input.mode);
      return null;
    }),
    release: os.adoption.release.handler(async ({ input }) => ({ binId: await releaseAgent(services, input.agentId) })),
  };
}
