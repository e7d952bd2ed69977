import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import type {
  MirrorCheck,
  MirrorPullReport,
  MirrorSourceView,
  MirrorStageResult,
  MirrorStatus,
  MirrorTlsMode,
} from "../../shared/mirror.ts";
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

/** `url` holds a password: never show it. Fields that are left out are taken from the stored source. */
export type SourceInput = { url: string; tls: MirrorTlsMode | null; caPem: string | null };

export type CheckOptions = {
  signal?: AbortSignal | undefined;
  onStage?: ((stage: MirrorStageResult) => void) | undefined;
};

const defaults = { pollSeconds: 60, writeBack: true };

/** Checks the connection of the source, and keeps the result. @throws FlightDeckError mirror-not-set, vault-key */
export async function checkMirror(
  { database, vault }: MirrorServices,
  options: CheckOptions = {},
): Promise<MirrorCheck> {
  const source = requireSource(database, vault);
  const { check } = await checkConnection(source, { ...options, known: source.check });
  saveMirrorCheck(database, source, check);
  return check;
}

function checkConnection(
  { url, tls, caPem }: SourceInput,
  options: CheckOptions & { known?: MirrorCheck },
): Promise<SourceCheck> {
  const address = parseSourceUrl(url);
  return checkSource({ address, tls: tls ?? address.tls, caPem, ...options });
}

/** The check decides whether the connection became the source; `status` is the state afterwards. */
export type SetMirrorResult = { check: MirrorCheck; status: MirrorStatus };

/**
 * Checks the connection, and makes it the source if the check passes. Otherwise nothing changes. Settings that are not given
 * are taken from the earlier source.
 * @throws FlightDeckError bad-input, vault-key
 */
export async function setMirror(
  services: MirrorServices,
  { settings = {}, ...input }: SourceInput & { settings?: MirrorSettings },
  options: CheckOptions = {},
): Promise<SetMirrorResult> {
  const { database, vault } = services;
  const { check, tls } = await checkConnection(input, options);
  if (check.ok) {
    const { pollSeconds, writeBack } = { ...defaults, ...readMirrorSource(database, vault), ...settings };
    const { url, caPem } = input;
    saveMirrorSource(database, vault, { url: url.trim(), tls, caPem, pollSeconds, writeBack, check });
  }
  return { check, status: readMirrorStatus(services) };
}

/** @throws FlightDeckError mirror-not-set */
export function changeMirror(services: MirrorServices, settings: MirrorSettings): MirrorStatus {
  requireSource(services.database, services.vault);
  saveMirrorSettings(services.database, settings);
  return readMirrorStatus(services);
}

/**
 * Makes the records this installation's own. Mission Control's database is not changed.
 * @param discard goes ahead even if changes made here have not been written back (they stay here but never reach a later
 * source), or if conflicts are not resolved (their other versions are discarded)
 * @throws FlightDeckError mirror-unpushed
 */
export function unsetMirror(services: MirrorServices, { discard }: { discard: boolean }): MirrorStatus {
  const { database } = services;
  const [unpushed, conflicts] = [countUnpushed(database), countConflicts(database)];
  if (unpushed + conflicts > 0 && !discard) throw notWrittenBack(unpushed, conflicts);
  deleteMirrorSource(database);
  return readMirrorStatus(services);
}

function notWrittenBack(unpushed: number, conflicts: number): FlightDeckError {
  const rows = unpushed === 1 ? "One row has changes" : `${unpushed} rows have changes`;
  const open = conflicts === 1 ? "One conflict is not resolved" : `${conflicts} conflicts are not resolved`;
  const parts = [
    ...(unpushed > 0 ? [`${rows} that Mission Control does not have yet.`] : []),
    ...(conflicts > 0 ? [`${open}: only one of the two versions would stay.`] : []),
  ];
  return new FlightDeckError("mirror-unpushed", parts.join(" "), hintsOf("mirror-unpushed").discard);
}

/** @throws FlightDeckError vault-key */
export function readMirrorStatus({ database, vault, mirror }: MirrorServices): MirrorStatus {
  const source = readMirrorSource(database, vault);
  const { last, good } = readLastPulls(database);
  const failedAt = last?.error ? last : undefined;
  const unpushed = countUnpushed(database);
  return {
    source: source ? viewOf(source) : null,
    lastPull: good ? reportOf(good) : null,
    lastError: failedAt?.error ? { ...failedAt.error, at: failedAt.finishedAt } : null,
    staleSince: failedAt ? (good?.finishedAt ?? null) : null,
    unpushed,
    // A run may have pushed the rest.
    pushProblems: unpushed > 0 ? mirror.pushProblems : [],
    conflicts: countConflicts(database),
    progress: mirror.progress,
  };
}

function reportOf({ startedAt, finishedAt, isFull, counts, changes, staying, doubts }: StoredPull): MirrorPullReport {
  const found = { ...(staying ? { staying } : {}), ...(doubts ? { doubts } : {}) };
  return { startedAt, finishedAt, isFull, counts: counts ?? {}, changes, ...found };
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
