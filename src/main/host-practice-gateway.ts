import { plantPracticeFleet, practiceFleet, practiceIds } from "../practice-gateway/practice-fleet.ts";
import type { PracticeGateway } from "../practice-gateway/start-practice-gateway.ts";
import type { RunEvent } from "../shared/sync.ts";
import { syncOptionsSchema } from "../shared/sync-options.ts";
import { listGateways, readGateway, updateGateway } from "./database/gateways.ts";
import { importFleet } from "./database/import-fleet.ts";
import { forgetMissionControlAgents } from "./database/mission-control-agents.ts";
import { deletePracticeData } from "./operations/delete-practice-data.ts";
import type { RouterServices } from "./operations/operation-services.ts";
import {
  neverPractised,
  readPracticeGatewayId,
  savePracticeGatewayId,
  saveWelcomed,
} from "./operations/practice-choice.ts";
import { syncTemplates } from "./provisioning/sync-gateway.ts";

/** Slowed down on purpose, so that progress can be seen. */
const latencyMs = 25;

/** The practice gateway of this process, if the data folder has the practice fleet. */
export class Practice {
  readonly #services: RouterServices;
  #gateway: PracticeGateway | null = null;
  #starting: Promise<void> = Promise.resolve();

  constructor(services: RouterServices) {
    this.#services = services;
  }

  /**
   * Prepares the records: an empty data folder gets the practice fleet.
   * @param reset replaces an existing practice fleet by a new one.
   * @returns whether there is a practice fleet, so that its gateway must be started.
   */
  prepare({ reset }: { reset: boolean }): boolean {
    const { database, vault } = this.#services;
    const isFirst = reset || (neverPractised(database) && listGateways(database).length === 0);
    if (!isFirst) return readPracticeGatewayId(database) !== null;
    deletePracticeData(database);
    // First, because the outbox for Mission Control leaves this gateway out.
    savePracticeGatewayId(database, practiceIds.gatewayId);
    importFleet(database, vault, practiceFleet({ gatewayUrl: "", token: "" }));
    forgetMissionControlAgents(database, practiceIds.gatewayId);
    saveWelcomed(database, false);
    return true;
  }

  /**
   * Starts the gateway, and a sync of all its agents with Repair tokens, because the gateway keeps nothing between two starts.
   * Both run in the background: the window need not wait.
   * @param alsoTell called for the events of that sync.
   */
  start(alsoTell: (event: RunEvent) => void): void {
    this.#starting = this.#bringUp(alsoTell).catch((err: unknown) => {
      this.#services.log.error({ err }, "the practice gateway did not come up");
    });
  }

  async stop(): Promise<void> {
    await this.#starting;
    await this.#gateway?.close();
    this.#gateway = null;
  }

  async #bringUp(alsoTell: (event: RunEvent) => void): Promise<void> {
    const { database, vault, watch, runs, startedBy } = this.#services;
    const gatewayId = readPracticeGatewayId(database);
    if (gatewayId === null) return;
    const { url: lastUrl } = readGateway(database, gatewayId);
    this.#gateway = await startOnUsualPort(lastUrl);
    if (lastUrl === "") plantPracticeFleet(this.#gateway);
    const { url, token } = this.#gateway;
    updateGateway(database, vault, gatewayId, { url, token });
    watch.changed(gatewayId);
    const options = syncOptionsSchema.parse({ gatewayId, rotateTokens: true });
    await runs.start(({ signal, onEvent }) => {
      const tellBoth = (event: RunEvent) => {
        onEvent(event);
        alsoTell(event);
      };
      return syncTemplates(this.#services, { options, startedBy, signal, onEvent: tellBoth });
    });
  }
}

/** The last port if it is free, so that the address stays the same; otherwise any. */
async function startOnUsualPort(lastUrl: string): Promise<PracticeGateway> {
  // Imported when needed: its schemas take half a second, and most data folders have no practice fleet.
  const { startPracticeGateway } = await import("../practice-gateway/start-practice-gateway.ts");
  const port = URL.canParse(lastUrl) ? Number(new URL(lastUrl).port) : 0;
  try {
    return await startPracticeGateway({ latencyMs, port });
  } catch {
    return await startPracticeGateway({ latencyMs });
  }
}
