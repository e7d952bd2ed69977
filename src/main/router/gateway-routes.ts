import { saveGatewayCheck } from "../database/gateway-checks.ts";
import { readGateway } from "../database/gateways.ts";
import { listOrphans } from "../database/list-orphans.ts";
import { acceptCertificate } from "../operations/accept-certificate.ts";
import { changeGateway } from "../operations/change-gateway.ts";
import { checkAddress } from "../operations/check-address.ts";
import { checkBaseUrl } from "../operations/check-base-url.ts";
import { createGateway } from "../operations/create-gateway.ts";
import { deleteGatewayWithConsent } from "../operations/delete-gateway.ts";
import { deleteOrphan } from "../operations/delete-orphan.ts";
import { lengthenHeartbeats } from "../operations/lengthen-heartbeats.ts";
import { lightenSoon } from "../operations/lighten-soon.ts";
import { listGatewayRows, readGatewayRow } from "../operations/list-gateway-rows.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { readHeartbeats } from "../operations/read-heartbeats.ts";
import { requireRunId } from "../operations/require-run-id.ts";
import { setGatewayDelivery } from "../operations/set-delivery.ts";
import { setGatewayTemplates } from "../operations/set-gateway-templates.ts";
import { checkDrift } from "../provisioning/check-drift.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function gatewaysRouter(os: ContractImplementer, services: RouterServices) {
  const { changes, watch, database, runs, startedBy } = services;
  return {
    list: os.gateways.list.handler(() => listGatewayRows(services)),
    create: os.gateways.create.handler(({ input }) => {
      const { id } = createGateway(services, input);
      return readGatewayRow(services, id);
    }),
    update: os.gateways.update.handler(async ({ input }) => {
      await changeGateway(services, input.id, input.change);
      return readGatewayRow(services, input.id);
    }),
    delete: os.gateways.delete.handler(async ({ input }) => ({
      binId: await deleteGatewayWithConsent(services, input),
    })),
    check: os.gateways.check.handler(({ input, signal }) => checkAddress(services, input, signal)),
    checkBaseUrl: os.gateways.checkBaseUrl.handler(({ input, signal = new AbortController().signal }) =>
      checkBaseUrl(services, { gatewayId: input.id }, { signal }),
    ),
    probe: os.gateways.probe.handler(async ({ input, signal }) => {
      readGateway(database, input.id);
      await watch.probe(input.id, signal);
      return readGatewayRow(services, input.id);
    }),
    readHeartbeats: os.gateways.readHeartbeats.handler(async ({ input, signal }) => {
      await readHeartbeats(services, input.id, signal);
      return readGatewayRow(services, input.id);
    }),
    setDelivery: os.gateways.setDelivery.handler(({ input }) => {
      setGatewayDelivery(services, input.id, input.deliversHeartbeats);
      return readGatewayRow(services, input.id);
    }),
    lengthenHeartbeats: os.gateways.lengthenHeartbeats.handler(({ input: { id: gatewayId, ...change } }) => {
      return { agents: lengthenHeartbeats(services, { gatewayId, ...change }).length };
    }),
    acceptCertificate: os.gateways.acceptCertificate.handler(async ({ input: { id, sha256 } }) => {
      await acceptCertificate(services, id, sha256);
      return readGatewayRow(services, id);
    }),
    setTemplates: os.gateways.setTemplates.handler(async ({ input: { id, ...own } }) => {
      await setGatewayTemplates(services, id, own);
      return readGatewayRow(services, id);
    }),
    checkDrift: os.gateways.checkDrift.handler(async ({ input: { id: gatewayId } }) => {
      const started = await runs.start((handle) => checkDrift(services, { gatewayId, startedBy, ...handle }));
      return { runId: requireRunId(started.runId) };
    }),
    lightenHashes: os.gateways.lightenHashes.handler(({ input, signal }) => lightenSoon(services, input, signal)),
    orphans: os.gateways.orphans.handler(({ input }) => listOrphans(database, input.id)),
    deleteOrphan: os.gateways.deleteOrphan.handler(({ input: { id: gatewayId, key, confirmName }, signal }) =>
      deleteOrphan(services, { gatewayId, wanted: key, confirmName }, signal),
    ),
    setCheck: os.gateways.setCheck.handler(({ input }) => {
      readGateway(database, input.id);
      saveGatewayCheck(database, input.id, input.everyMinutes);
      changes.emit("gateways");
      return readGatewayRow(services, input.id);
    }),
  };
}
