import { hintsOf } from "../../../shared/errors.ts";
import { hintForTerminal } from "../../../shared/hint-words.ts";
import { type Forgotten, isNothingLost } from "../../keys/forget-secrets.ts";
import type { KeyLoss } from "../../keys/key-loss.ts";
import { nameLostSecrets } from "../../keys/name-lost-secrets.ts";
import type { Rotation } from "../../keys/rotate-key.ts";
import { isKeyWrapped } from "../../vault/find-key-source.ts";
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

/** What is lost, one line for each kind, and what is not. */
export function lossLines({ secrets }: KeyLoss): string[] {
  return [...lostSecretLines(secrets), "All records stay, and agents keep their tokens."];
}

/** What is lost, one line for each kind. */
export function lostSecretLines(secrets: KeyLoss["secrets"]): string[] {
  return nameLostSecrets(secrets).map((line) => `- ${oneLine(line)}`);
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

/** What a rotation has done, and what the operator has to do now. */
export function rotationText(
  { resealed, unreadable, oldKeyId, keyId, isWiped }: Rotation,
  newKeyFile: string | undefined,
  paint: Paint,
): string[] {
  const warn = (text: string) => paint("yellow", `  ! ${text}`);
  return [
    `${paint("green", "✔")} ${paint("bold", `Sealed ${count(resealed, "secret")} under the key ${keyId}`)} instead of ${oldKeyId}`,
    ...(unreadable.length > 0 ? [warn(unreadableText(unreadable))] : []),
    ...(isWiped ? [] : [warn(remainsText)]),
    ...(newKeyFile === undefined ? [] : [`  From now on, set FLIGHTDECK_KEY to the key in ${oneLine(newKeyFile)}.`]),
    "  Backups and earlier copies of the data folder need the old key: keep it as long as you keep them.",
  ];
}

const remainsText =
  "Parts of the database file are still sealed under the old key, because the disk is full or another process is reading. Rotate again to remove them.";

const namedValues = 10;

function unreadableText(unreadable: Rotation["unreadable"]): string {
  const named = unreadable.slice(0, namedValues).map(({ table, id }) => `${table} ${oneLine(id)}`);
  const more = unreadable.length - named.length;
  const names = [...named, ...(more > 0 ? [`${count(more, "other")}`] : [])].join(", ");
  return `Not opened by the old key either, and left as they are: ${names}`;
}

/** Which key there is, and what it does not open. */
export function statusText(loss: KeyLoss, source: string, dataDir: string): string[] {
  const { keyId, lostKeyId, problem } = loss;
  const present = keyId === null ? (problem ?? "") : `The key ${keyId} is in ${source}.`;
  if (isNothingLost(loss)) {
    return [
      present,
      lostKeyId === null ? "No secret is stored yet." : `All secrets in ${dataDir} are sealed under it.`,
    ];
  }
  if (loss.mayBeGood) return [present, uncheckedText(dataDir), hintForTerminal(loss.hint ?? "")];
  return [
    ...(keyId === null ? [] : [present]),
    lossTitle(loss, dataDir),
    ...lossLines(loss),
    hintForTerminal(loss.hint ?? hintsOf("vault-key").keyMissing),
  ];
}

function uncheckedText(dataDir: string): string {
  const until = isKeyWrapped(dataDir) ? " while the desktop app is closed" : "";
  return `Whether all secrets in ${dataDir} are sealed under it cannot be checked${until}.`;
}
