import { deleteDeviceToken, readDeviceToken, saveDeviceToken } from "./database/device-tokens.ts";
import { keepFirstCertificate, readCertificate } from "./database/gateway-certificates.ts";
import { readGateway, readGatewayToken } from "./database/gateways.ts";
import { markInterruptedRuns } from "./database/interrupted-runs.ts";
import { makeShrinkable } from "./database/make-shrinkable.ts";
import { lastSeenGateway } from "./database/seen-gateway.ts";
import { GatewayConnections } from "./gateway/connections.ts";
import { loadDeviceIdentity } from "./gateway/device-identity.ts";
import type { RetryPolicy } from "./gateway/retry-clock.ts";
import { openFolderVault } from "./keys/open-folder-vault.ts";
import { createLiveRenderer } from "./live-templates.ts";
import { MirrorPulls } from "./mirror/mirror-pulls.ts";
import { openCheckIns } from "./mirror/read-check-ins.ts";
import { openSourceRuns } from "./mirror/run/open-source-runs.ts";
import type { Network } from "./network/network.ts";
import { openFolderDatabase } from "./open-folder-database.ts";
import { readSettings } from "./operations/change-settings.ts";
import { openNetwork, trustAsSet } from "./operations/open-network.ts";
import type { LiveTemplates } from "./operations/operation-services.ts";
import type { ProvisioningServices } from "./provisioning/model/provisioning-services.ts";
import { tryLockGateway } from "./provisioning/model/run-lock.ts";
import type { KeySource } from "./vault/data-key.ts";
import { findKeySource } from "./vault/find-key-source.ts";

export type AppOptions = {
  /** The folder of database, keys and locks. */
  dataDir: string;
  env?: NodeJS.ProcessEnv;
  /** A folder of templates; by default that of the gateway, else the one in the settings. */
  templateFolder?: string | undefined;
  /** Mission Control's address for the agents; by default as the folder. */
  baseUrl?: string | undefined;
  retryPolicy?: RetryPolicy | undefined;
  /** By default the one in the settings. */
  maxInFlight?: number | undefined;
  /** Instead of the key file, for a host with a key store of its own. */
  keySource?: KeySource | undefined;
  /** What the system says of an address, as a PAC file does, for a host that can ask it. */
  systemProxyOf?: ((url: string) => Promise<string>) | undefined;
  /** Told what of the authorities could not be read; by default standard error is. */
  warn?: ((line: string) => void) | undefined;
};

/** The application without a host. */
export type App = ProvisioningServices & {
  templates: LiveTemplates;
  mirror: MirrorPulls;
  network: Network;
  /** The runs that were found to be interrupted now. */
  interruptedRunIds: string[];
  close(): void;
};

/**
 * Builds the application from its parts; the hosts are desktop, browser and command line.
 * @throws FlightDeckError data-folder-unfit, database-missing, database-newer, database-unreadable, database-unwritable, backup-failed, vault-key
 */
export async function openApp(options: AppOptions): Promise<App> {
  const { dataDir, env = process.env, templateFolder, baseUrl, retryPolicy, keySource } = options;
  const database = openFolderDatabase(dataDir, env);
  try {
    const vault = openFolderVault(database, { dataDir, env, keySource: keySource ?? (await findKeySource(dataDir)) });
    const interruptedRunIds = markInterruptedRuns(database, (gatewayId) => tryLockGateway(dataDir, gatewayId));
    makeShrinkable(database);
    trustAsSet(database, env, options.warn);
    const network = openNetwork({ database, vault }, { env, systemProxyOf: options.systemProxyOf });
    const connections = new GatewayConnections({
      network,
      identity: loadDeviceIdentity(dataDir, vault),
      targetOf(gatewayId) {
        const { name, url, allowInsecureTls, disableDevicePairing, awaitsToken } = readGateway(database, gatewayId);
        const token = readGatewayToken(database, vault, gatewayId);
        return { gatewayId, name, url, token, awaitsToken, allowInsecureTls, disableDevicePairing };
      },
      // A record that changed since may have another address.
      wasReached(gatewayId) {
        const seen = lastSeenGateway(database, gatewayId);
        return seen !== null && seen.endedAt >= readGateway(database, gatewayId).updatedAt;
      },
      deviceTokensOf: ({ gatewayId, url }) => ({
        load: () => readDeviceToken(database, vault, gatewayId, url) ?? null,
        store: (token, scopes) => saveDeviceToken(database, vault, gatewayId, { token, scopes, url }),
        clear: () => deleteDeviceToken(database, gatewayId),
      }),
      certificatePinOf: ({ gatewayId, url }) => ({
        load: () => readCertificate(database, gatewayId, url),
        keepFirst: (sha256) => keepFirstCertificate(database, gatewayId, { url, sha256 }),
      }),
      ...(retryPolicy ? { retryPolicy } : {}),
      maxInFlight: options.maxInFlight ?? readSettings(database).maxInFlight,
    });
    const { renderer, templates } = createLiveRenderer({ database, templateFolder, baseUrl });
    const mirror = new MirrorPulls({ database, vault });
    const close = () => {
      connections.closeAll();
      database.close();
    };
    const missionControl = openSourceRuns({ database, vault });
    const checkIns = openCheckIns({ database, vault });
    const parts = { connections, network, renderer, templates, mirror, missionControl, checkIns };
    return { dataDir, database, vault, ...parts, interruptedRunIds, close };
  } catch (error) {
    database.close();
    throw error;
  }
}
