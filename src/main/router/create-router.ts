import type { RouterServices } from "../operations/operation-services.ts";
import { adoptionRouter } from "./adoption-routes.ts";
import { agentsRouter } from "./agent-routes.ts";
import { appRouter } from "./app-routes.ts";
import { attentionRouter } from "./attention-routes.ts";
import { binRouter } from "./bin-routes.ts";
import { boardsRouter } from "./board-routes.ts";
import { bulkRouter } from "./bulk-routes.ts";
import { gatewaysRouter } from "./gateway-routes.ts";
import { implementContract } from "./implement-contract.ts";
import { labelsRouter } from "./label-routes.ts";
import { mirrorRouter } from "./mirror-routes.ts";
import { networkRouter } from "./network-routes.ts";
import { notificationsRouter } from "./notification-routes.ts";
import { organizationsRouter } from "./organization-routes.ts";
import { presetsRouter } from "./preset-routes.ts";
import { runsRouter } from "./run-routes.ts";
import { setupRouter } from "./setup-routes.ts";
import { templatesRouter } from "./template-routes.ts";
import { updatesRouter } from "./update-routes.ts";

export type FlightDeckRouter = ReturnType<typeof createRouter>;

/** The contract (src/shared/contract.ts) implemented over the application; hosts serve it over a port or a socket. */
export function createRouter(services: RouterServices) {
  const os = implementContract(services);
  return os.router({
    app: appRouter(os, services),
    organizations: organizationsRouter(os, services),
    gateways: gatewaysRouter(os, services),
    boards: boardsRouter(os, services),
    agents: agentsRouter(os, services),
    adoption: adoptionRouter(os, services),
    runs: runsRouter(os, services),
    mirror: mirrorRouter(os, services),
    attention: attentionRouter(os, services),
    bin: binRouter(os, services),
    labels: labelsRouter(os, services),
    bulk: bulkRouter(os, services),
    network: networkRouter(os, services),
    notifications: notificationsRouter(os, services),
    setup: setupRouter(os, services),
    presets: presetsRouter(os, services),
    templates: templatesRouter(os, services),
    updates: updatesRouter(os, services),
  });
}
