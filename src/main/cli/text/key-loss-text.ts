import type { Forgotten, KeyLoss } from "../../keys/forget-secrets.ts";
import { count } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";

/** What happened to the key, on one line. */
export function lossTitle({ lostKeyId, keyId, problem }: KeyLoss, dataDir: string): string {
  const lost = lostKeyId === null || lostKeyId === keyId ? "another key" : `the key ${lostKeyId}`;
  const present = keyId === lostKeyId ? [] : [`The present key is ${keyId}.`];
  return [
    `Secrets in ${dataDir} are sealed under ${lost}.`,
    ...(problem === null ? present : [problem]),
    "Without that key these are lost:",
  ].join(" ");
}

/** What is lost, one line for each kind. */
export function lossLines({ secrets }: KeyLoss): string[] {
  const { gatewayTokens, pairings, moves, missionControl, keptFiles, browserSessions, deviceIdentity } = secrets;
  return [
    ...gatewayTokens.map((name) => `- the token or password of gateway "${oneLine(name)}"`),
    ...(deviceIdentity ? ["- the device key: gateways that ask for a paired device ask again"] : []),
    ...pairings.map((name) => `- the pairing with gateway "${oneLine(name)}"`),
    ...moves.map(
      ({ agent, from, to }) =>
        `- the copied files of agent "${oneLine(agent)}", which moves from ${oneLine(from)} to ${oneLine(to)}`,
    ),
    ...(missionControl === null ? [] : missionControlLines(missionControl)),
    ...(keptFiles > 0 ? [`- ${count(keptFiles, "kept content")} of files that runs have replaced`] : []),
    ...(browserSessions > 0 ? [`- the access of ${count(browserSessions, "browser")}`] : []),
    "All records stay, and agents keep their tokens.",
  ];
}

function missionControlLines({ unwrittenChanges, conflicts }: NonNullable<KeyLoss["secrets"]["missionControl"]>) {
  return [
    "- the address of Mission Control's database, with its password",
    ...(unwrittenChanges > 0 ? [`- the note of ${count(unwrittenChanges, "row")} to write back there`] : []),
    ...(conflicts > 0 ? [`- ${count(conflicts, "conflict")} with Mission Control`] : []),
  ];
}

export type ForgottenText = {
  loss: KeyLoss;
  forgotten: Forgotten;
  paint: Paint;
  /** A command to suggest. */
  line(words: string[]): string;
};

/** What was done, and what to enter again. */
export function forgottenText({ loss, forgotten, paint, line }: ForgottenText): string[] {
  const { gatewayTokens, missionControl } = loss.secrets;
  const next = [
    ...gatewayTokens.map((name) => line(["gateway", "set-token", name, "--token-file", "FILE"])),
    ...(missionControl ? [line(["mirror", "set", "--url-file", "FILE"])] : []),
  ];
  return [
    `${paint("green", "✔")} ${paint("bold", `Secrets are sealed under the key ${forgotten.keyId} now; these are forgotten:`)}`,
    ...lossLines(loss).map((text) => `  ${text}`),
    `  The database as it was is in ${forgotten.copy}.`,
    ...forgotten.setAside.map((path) => `  Kept as ${path}.`),
    ...next.map((command) => paint("dim", `Next: ${command}`)),
  ];
}
