import type { ConnectionView, HostKind } from "../shared/views.ts";
import type { AfterWake } from "./after-wake.ts";
import type { Presence } from "./notifications/find-problems.ts";
import { Notifier } from "./notifications/notifier.ts";
import { ownAddress } from "./operations/change-notifications.ts";
import type { RouterServices } from "./operations/operation-services.ts";

/** States in between tell nothing. */
const presences: Record<ConnectionView["state"], Presence> = {
  unknown: null,
  connecting: null,
  connected: "here",
  retrying: "unreachable",
  offline: "unreachable",
  refused: "refused",
  pairing: "pairing",
};

type Parts = Pick<RouterServices, "database" | "vault" | "network" | "changes" | "watch" | "log"> & {
  hostKind: HostKind;
  afterWake: AfterWake;
};

/** Tells operators about gateways while a host is open. */
export function createNotifier(parts: Parts, services: () => Pick<RouterServices, "restores">): Notifier {
  const { database, vault, network, changes, watch, log, hostKind, afterWake } = parts;
  return new Notifier({
    database,
    vault,
    network,
    ownAddress: () => ownAddress(database, hostKind === "browser"),
    presenceOf: (gatewayId) => presences[watch.view(gatewayId).state],
    watchGateways: () => watch.addViewer(),
    isHeld: () => afterWake.mustWait(),
    requireQuiet: () => services().restores.requireNone(),
    onChange: () => changes.emit("settings"),
    onFault: (err) => log.error({ err }, "notifications could not be made or delivered"),
  });
}
