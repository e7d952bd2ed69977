import type { RouterServices } from "../operations/services.ts";
import { agentsRouter } from "./agents.ts";
import { appRouter } from "./app.ts";
import { boardsRouter } from "./boards.ts";
import { implementContract } from "./contract.ts";
import { gatewaysRouter } from "./gateways.ts";
import { runsRouter } from "./runs.ts";
import { templatesRouter } from "./templates.ts";

export type FlightDeckRouter = ReturnType<typeof createRouter>;

/** The contract (src/shared/contract.ts) implemented over the application; hosts serve it over a port or a socket. */
export function createRouter(services: RouterServices) {
  const os = implementContract(services);
  return os.router({
    app: appRouter(os, services),
    gateways: gatewaysRouter(os, services),
    boards: boardsRouter(os, services),
    agents: agentsRouter(os, services),
    runs: runsRouter(os, services),
    templates: templatesRouter(os, services),
  });
}
