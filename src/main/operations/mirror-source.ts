import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type { MirrorSourceView, MirrorStageResult, MirrorStatus, MirrorTlsMode } from "../../shared/mirror.ts";
import { countConflicts, countUnpushed, readLastPulls, type StoredPull } from "../database/mirror/mirror-rows.ts";
import {
  deleteMirrorSource,
  type MirrorSettings,
  type MirrorSource,
  readMirrorSource,
  saveMirrorCheck,
  saveMirrorSettings,
  saveMirrorSource,
} from "../database/mirror/mirror-source.ts";
import type { Database } from "../database/open-database.ts";
import type { MirrorPulls } from "../mirror/mirror-pulls.ts";
import { checkSource, type SourceCheck } from "../mirror/source/check-source.ts";
import { parseSourceUrl } from "../mirror/source/parse-source-url.ts";
import { requireSource } from "../mirror/source/require-source.ts";
import type { Vault } from "../vault/vault.ts";

export type MirrorServices = { database: Database; vault: Vault; mirror: MirrorPulls };

/** `url` holds a password: never show it. Fields left out are those of the stored source. */
export type SourceInput = { url: string; tls: MirrorTlsMode | null; caPem: string | null };

export type CheckOptions = {
  signal?: AbortSignal | undefined;
  onStage?: ((stage: MirrorStageResult) => void) | undefined;
};

const defaultPollSeconds = 60;

/**
 * Checks a connection before it is saved, or the stored one. Saves nothing but the result for the stored one.
 * @throws FlightDeckError bad-input, mirror-not-set, vault-key
 */
export async function checkMirror(
  { database, vault }: MirrorServices,
  input: SourceInput | null,
  options: CheckOptions = {},
): Promise<SourceCheck> {
  const { url, tls, caPem } = input ?? requireSource(database, vault);
  const address = parseSourceUrl(url);
  const result = await checkSource({ address, tls: tls ?? address.tls, caPem, ...options });
  if (!input) saveMirrorCheck(database, result.check);
  return result;
}

/**
 * Checks the connection, and makes it the source if the check passes. Otherwise nothing changes.
 * @throws FlightDeckError bad-input, mirror-unreachable, mirror-refused, mirror-schema
 */
export async function setMirror(
  services: MirrorServices,
  input: SourceInput,
  options: CheckOptions = {},
): Promise<MirrorStatus> {
  const checked = await checkMirror(services, input, options);
  const failed = checked.check.stages.find(({ result }) => result === "failed");
  if (failed) throw checkFailed(failed);
  return saveMirror(services, input, checked);
}

/** Makes a database the source whose check has passed. An earlier source's settings stay as they are. */
export function saveMirror(services: MirrorServices, input: SourceInput, { check, tls }: SourceCheck): MirrorStatus {
  const { database, vault } = services;
  const { pollSeconds = defaultPollSeconds, writeBack = true } = readMirrorSource(database, vault) ?? {};
  saveMirrorSource(database, vault, { url: input.url.trim(), tls, caPem: input.caPem, pollSeconds, writeBack, check });
  return readMirrorStatus(services);
}

function checkFailed({ stage, text, hint }: MirrorStageResult): FlightDeckError {
  const codes = { address: "mirror-unreachable", tables: "mirror-schema" } as const;
  const code = stage === "address" || stage === "tables" ? codes[stage] : "mirror-refused";
  return new FlightDeckError(code, text, hint ?? hintsOf("mirror-refused").seeLog);
}

/** @throws FlightDeckError mirror-not-set */
export function changeMirror(services: MirrorServices, settings: MirrorSettings): MirrorStatus {
  requireSource(services.database, services.vault);
  saveMirrorSettings(services.database, settings);
  return readMirrorStatus(services);
}

/**
 * Makes the records this installation's own. Mission Control's database is not changed.
 * @param discard also if changes made here have not been written back: they stay here, but a later source does not get them.
 * @throws FlightDeckError mirror-unpushed
 */
export function unsetMirror(services: MirrorServices, { discard }: { discard: boolean }): MirrorStatus {
  const { database } = services;
  const unpushed = countUnpushed(database);
  if (unpushed > 0 && !discard) {
    throw new FlightDeckError(
      "mirror-unpushed",
      `${unpushed === 1 ? "One row has changes" : `${unpushed} rows have changes`} that Mission Control does not have yet.`,
      hintsOf("mirror-unpushed").discard,
    );
  }
  deleteMirrorSource(database);
  return readMirrorStatus(services);
}

/** @throws FlightDeckError vault-key */
export function readMirrorStatus({ database, vault, mirror }: MirrorServices): MirrorStatus {
  const source = readMirrorSource(database, vault);
  const { last, good } = readLastPulls(database);
  const failedAt = last?.error ? last : undefined;
  return {
    source: source ? viewOf(source) : null,
    lastPull: good ? reportOf(good) : null,
    lastError: failedAt?.error ? { ...failedAt.error, at: failedAt.finishedAt } : null,
    staleSince: failedAt ? (good?.finishedAt ?? null) : null,
    unpushed: countUnpushed(database),
    conflicts: countConflicts(database),
    progress: mirror.progress,
  };
}

function reportOf({ startedAt, finishedAt, isFull, counts, changes }: StoredPull) {
  return { startedAt, finishedAt, isFull, counts: counts ?? {}, changes };
}

function viewOf({ url, tls, caPem, pollSeconds, writeBack, setAt, check }: MirrorSource): MirrorSourceView {
  const { host, port, database, user } = parseSourceUrl(url);
  const wanted = writeBack ? "on" : "off";
  return {
    host,
    port,
    database,
    user,
    tls,
    hasCa: caPem !== null,
    pollSeconds,
    writeBack: check.isReadOnly ? "read-only" : wanted,
    setAt,
    check,
  };
}
