import { plantPracticeFleet, practiceFleet, practiceIds } from "../practice-gateway/practice-fleet.ts";
import { type PracticeGateway, startPracticeGateway } from "../practice-gateway/start-practice-gateway.ts";
import { type RunEvent, syncOptionsSchema } from "../shared/sync.ts";
import type { App } from "./app.ts";
import { listGateways, readGateway, updateGateway } from "./database/gateways.ts";
import { importFleet } from "./database/import-fleet.ts";
import { syncTemplates } from "./provisioning/sync-templates.ts";
import { deletePracticeData } from "./router/delete-practice-data.ts";
import { neverPractised, readPracticeGatewayId, savePracticeGatewayId, saveWelcomed } from "./router/practice.ts";
import type { RouterServices } from "./router/services.ts";

/** A little slow on purpose, so that there is something to see. */
const latencyMs = 25;

/** The practice gateway of this process, where the data folder has the practice fleet. */
export class Practice {
  readonly #app: App;
  #gateway: PracticeGateway | null = null;

  constructor(app: App) {
    this.#app = app;
  }

  /**
   * Starts the gateway where there is a practice fleet, or where the data folder is empty and gets one now.
   *
   * @param reset puts a fresh fleet in the place of the one there is.
   * @returns whether it was started: it remembers nothing between two starts, so its agents must be synced again.
   */
  async start({ reset = false } = {}): Promise<boolean> {
    const { database, vault } = this.#app;
    const earlierId = readPracticeGatewayId(database);
    const isFirst = reset || (neverPractised(database) && listGateways(database).length === 0);
    if (!isFirst && earlierId === null) return false;
    this.#gateway = await startOnUsualPort(earlierId === null ? "" : readGateway(database, earlierId).url);
    const { url, token } = this.#gateway;
    if (!isFirst && earlierId !== null) updateGateway(database, vault, earlierId, { url, token });
    else {
      deletePracticeData(database);
      plantPracticeFleet(this.#gateway);
      importFleet(database, vault, practiceFleet({ gatewayUrl: url, token }));
      savePracticeGatewayId(database, practiceIds.gatewayId);
      saveWelcomed(database, false);
    }
    return true;
  }

  /** Starts to sync everything on the practice gateway, repairing tokens: it has forgotten the ones it had. */
  async sync(
    { runs, startedBy }: Pick<RouterServices, "runs" | "startedBy">,
    alsoTell: (event: RunEvent) => void = () => {},
  ): Promise<void> {
    const gatewayId = readPracticeGatewayId(this.#app.database);
    if (gatewayId === null) return;
    const options = syncOptionsSchema.parse({ gatewayId, rotateTokens: true });
    await runs.start(({ signal, onEvent }) => {
      const tellBoth = (event: RunEvent) => {
        onEvent(event);
        alsoTell(event);
      };
      return syncTemplates(this.#app, { options, startedBy, signal, onEvent: tellBoth });
    });
  }

  async stop(): Promise<void> {
    await this.#gateway?.close();
    this.#gateway = null;
  }
}

/** The port of the last time if it is free, so that the address stays; otherwise any. */
async function startOnUsualPort(lastUrl: string): Promise<PracticeGateway> {
  const port = URL.canParse(lastUrl) ? Number(new URL(lastUrl).port) : 0;
  try {
    return await startPracticeGateway({ latencyMs, port });
  } catch {
    return await startPracticeGateway({ latencyMs });
  }
}
