import { backgroundCheck } from "../shared/run-views.ts";
import type { AfterWake } from "./after-wake.ts";
import { readGatewayChecks } from "./database/gateway-checks.ts";
import { latestRunOfKind } from "./database/latest-run-of-kind.ts";
import type { RouterServices } from "./operations/operation-services.ts";
import { checkDrift } from "./provisioning/check-drift.ts";
import { BackgroundChecks } from "./runs/background-checks.ts";
import type { RunHandle } from "./runs/run-hub.ts";

/** The background checks that operators chose for their gateways, started as runs that open pages show. */
export function createBackgroundChecks(services: RouterServices, afterWake: AfterWake): BackgroundChecks {
  const { database, runs, connections, log } = services;
  return new BackgroundChecks({
    schedules: () =>
      Object.entries(readGatewayChecks(database)).map(([gatewayId, { everyMinutes, since }]) => {
        const last = latestRunOfKind(database, gatewayId, "drift-check")?.startedAt ?? since;
        return { gatewayId, everyMinutes, lastCheckedAtMs: Date.parse(last > since ? last : since) };
      }),
    // Includes runs of the command line, which are in the history.
    isBusy: (gatewayId) => runs.list({ gatewayId, limit: 1 })[0]?.status === "running",
    isHeld: () => afterWake.mustWait(),
    async check(gatewayId) {
      const begin = ({ signal, onEvent }: RunHandle) => {
        const away = new AbortController();
        // A run started by an operator waits for an absent gateway; a check ends at once and is tried again later.
        const unobserve = connections.of(gatewayId).observe({ onWaiting: () => away.abort() });
        const limit = AbortSignal.any([signal, away.signal]);
        return checkDrift(services, { gatewayId, startedBy: backgroundCheck, signal: limit, onEvent }).finally(
          unobserve,
        );
      };
      const started = await runs.start(begin, { makesRoom: true });
      await started.result;
    },
    onFault: (err) => log.error({ err }, "a background check could not be carried out"),
  });
}
