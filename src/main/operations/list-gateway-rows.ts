import { printableAddress } from "../../shared/addresses.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { GatewayRow } from "../../shared/views.ts";
import { readHeartbeatSummaries } from "../database/agent-heartbeats.ts";
import { readGatewayChecks } from "../database/gateway-checks.ts";
import { readGatewayFacts } from "../database/gateway-facts.ts";
import { readGatewayLabels } from "../database/gateway-labels.ts";
import { readGatewayNotes } from "../database/gateway-notes.ts";
import { readGatewayTemplates } from "../database/gateway-templates.ts";
import { listGateways } from "../database/gateways.ts";
import { readSyncSummaries } from "../database/sync-summaries.ts";
import { countTokenHashes } from "../database/token-hash-counts.ts";
import { tokenHashIterations } from "../provisioning/tokens/hash-token.ts";
import type { RouterServices } from "./operation-services.ts";
import { readPracticeGatewayId } from "./practice-choice.ts";

type Services = Pick<RouterServices, "database"> & {
  watch: Pick<RouterServices["watch"], "view">;
  runs: Pick<RouterServices["runs"], "liveRunOf">;
};

/** Every gateway as a list shows it. */
export function listGatewayRows({ database, watch, runs }: Services): GatewayRow[] {
  const facts = readGatewayFacts(database);
  const labelOf = readGatewayLabels(database);
  const syncOf = readSyncSummaries(database, "gateway");
  const hashesOf = countTokenHashes(database, tokenHashIterations);
  const heartbeatsOf = readHeartbeatSummaries(database);
  const notesOf = readGatewayNotes(database);
  const templatesOf = readGatewayTemplates(database);
  const ownTemplatesOf = (gatewayId: string) => {
    const { folder, baseUrl } = templatesOf(gatewayId);
    return { folder, baseUrl };
  };
  const checks = readGatewayChecks(database);
  const practiceId = readPracticeGatewayId(database);
  return listGateways(database).map((gateway) => {
    const { lastRun, ...counts } = facts.get(gateway.id) ?? { boards: 0, agents: 0, errors: 0, lastRun: null };
    const { obstacles, obstaclesReadAt, deliversHeartbeats } = notesOf(gateway.id);
    return {
      ...gateway,
      url: printableAddress(gateway.url),
      ...counts,
      lastRun,
      label: labelOf(gateway.id),
      isPractice: gateway.id === practiceId,
      connection: watch.view(gateway.id),
      // Also a run of the command line, which is in the records.
      runningRunId: runs.liveRunOf(gateway.id) ?? (lastRun?.status === "running" ? lastRun.runId : null),
      sync: syncOf(gateway.id),
      tokenHashes: hashesOf(gateway.id),
      heartbeats: heartbeatsOf(gateway.id),
      work: obstacles && obstaclesReadAt ? { obstacles, readAt: obstaclesReadAt } : null,
      deliversHeartbeats,
      ownTemplates: ownTemplatesOf(gateway.id),
      checkEveryMinutes: checks[gateway.id]?.everyMinutes ?? 0,
    };
  });
}

/** @throws FlightDeckError not-found */
export function readGatewayRow(services: Services, gatewayId: string): GatewayRow {
  const row = listGatewayRows(services).find(({ id }) => id === gatewayId);
  if (row) return row;
  throw new FlightDeckError("not-found", `There is no gateway with the id ${gatewayId}.`, hintsOf("not-found").gateway);
}
