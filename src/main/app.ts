import { deleteDeviceToken, readDeviceToken, saveDeviceToken } from "./database/device-tokens.ts";
import { readGateway, readGatewayToken } from "./database/gateways.ts";
import { openDatabase } from "./database/open-database.ts";
import { markInterruptedRuns } from "./database/runs.ts";
import { GatewayConnections } from "./gateway/connections.ts";
import { loadDeviceIdentity } from "./gateway/device-identity.ts";
import type { RetryPolicy } from "./gateway/retry-clock.ts";
import { createRenderer } from "./provisioning/render-agent.ts";
import type { ProvisioningServices } from "./provisioning/services.ts";
import { loadTemplateSet } from "./templates/template-set.ts";
import { openVault } from "./vault/open-vault.ts";

export type AppOptions = {
  /** Where database, keys and locks live. */
  dataDir: string;
  env?: NodeJS.ProcessEnv;
  /** A folder of templates; the built-in ones by default. */
  templateFolder?: string | undefined;
  /** Mission Control's address, which agents are told. */
  baseUrl: string;
  retryPolicy?: RetryPolicy | undefined;
  maxInFlight?: number | undefined;
};

/** The application without a host. */
export type App = ProvisioningServices & { close(): void };

/**
 * Builds the application from its parts. Hosts carry it: desktop, browser, command line.
 *
 * @throws FlightDeckError database-newer, database-unreadable, data-dir-locked, vault-key, template-error
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { dataDir, env = process.env, templateFolder, baseUrl, retryPolicy, maxInFlight } = options;
  const templates = await loadTemplateSet(templateFolder);
  const database = openDatabase({ dataDir });
  try {
    const vault = openVault({ dataDir, env });
    markInterruptedRuns(database);
    const connections = new GatewayConnections({
      identity: loadDeviceIdentity(dataDir, vault),
      targetOf(gatewayId) {
        const { name, url, allowInsecureTls, disableDevicePairing } = readGateway(database, gatewayId);
        const token = readGatewayToken(database, vault, gatewayId);
        return { gatewayId, name, url, token, allowInsecureTls, disableDevicePairing };
      },
      deviceTokensOf: (gatewayId) => ({
        load: () => readDeviceToken(database, vault, gatewayId) ?? null,
        store: (token, scopes) => saveDeviceToken(database, vault, gatewayId, { token, scopes }),
        clear: () => deleteDeviceToken(database, gatewayId),
      }),
      ...(retryPolicy ? { retryPolicy } : {}),
      ...(maxInFlight ? { maxInFlight } : {}),
    });
    const renderer = createRenderer({ database, templates, baseUrl });
    const close = () => {
      connections.closeAll();
      database.close();
    };
    return { dataDir, database, vault, connections, renderer, close };
  } catch (error) {
    database.close();
    throw error;
  }
}
