import { count } from "../../shared/count.ts";
import type { KeyLoss } from "./key-loss.ts";

/** What a data folder loses with its key, in words. Names are as they were given. */
export function nameLostSecrets(secrets: KeyLoss["secrets"]): string[] {
  const {
    gatewayTokens,
    pairings,
    moves,
    missionControl,
    keptFiles,
    browserSessions,
    webhooks,
    proxy,
    deviceIdentity,
  } = secrets;
  return [
    ...gatewayTokens.map((name) => `the token or password of gateway "${name}"`),
    ...(deviceIdentity ? ["the device key: gateways that ask for a paired device ask again"] : []),
    ...pairings.map((name) => `the pairing with gateway "${name}"`),
    ...moves.map(({ agent, from, to }) => `the copied files of agent "${agent}", which moves from ${from} to ${to}`),
    ...(missionControl === null ? [] : ofMissionControl(missionControl)),
    ...(keptFiles > 0 ? [`${count(keptFiles, "kept content")} of files that runs have replaced`] : []),
    ...(browserSessions > 0 ? [`the access of ${count(browserSessions, "browser")}`] : []),
    ...webhooks.map((name) => `the address of webhook "${name}"`),
    ...(proxy ? ["the address of the proxy"] : []),
  ];
}

function ofMissionControl({ unwrittenChanges, conflicts }: NonNullable<KeyLoss["secrets"]["missionControl"]>) {
  return [
    "the address of Mission Control's database, with its password",
    ...(unwrittenChanges > 0 ? [`${count(unwrittenChanges, "change")} not yet written to Mission Control`] : []),
    ...(conflicts > 0 ? [`${count(conflicts, "conflict")} with Mission Control`] : []),
  ];
}
