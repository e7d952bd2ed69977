import type { Backup } from "../../shared/backups.ts";
import { forgetSyncStates } from "../database/agent-sync-states.ts";
import { findBackup } from "../database/backups/backup-files.ts";
import { keepBrowserSessions } from "../database/backups/keep-browser-sessions.ts";
import { copyIntoBackups, lockBackups } from "../database/backups/make-backup.ts";
import {
  gatewaysOf,
  notedKeyIdOf,
  openPresentDatabase,
  type PresentDatabase,
} from "../database/backups/present-database.ts";
import { replaceDatabase } from "../database/backups/replace-database.ts";
import { discardStage, stageBackup } from "../database/backups/stage-backup.ts";
import type { Database } from "../database/database.ts";
import { forgetLostSecrets } from "../database/forget-lost-secrets.ts";
import { deviceFileOf } from "../gateway/device-identity.ts";
import { finishRotation } from "../keys/finish-rotation.ts";
import { setDeviceAside } from "../keys/forget-secrets.ts";
import { holdFolderWith, holdGateways } from "../keys/hold-whole-folder.ts";
import type { FolderVaultOptions } from "../keys/open-folder-vault.ts";
import { requireNoMount } from "../vault/require-replaceable.ts";
import { planRestore, type RestorePlan } from "./plan-restore.ts";

export type RestoreRequest = FolderVaultOptions & {
  /** The backup's name or number. */
  wanted: string;
};

export type Restored = {
  /** The backup of what was replaced; null if that could not be read. */
  replaced: Backup | null;
  /** Where a database that could not be read is kept; null if there was none. */
  keptFile: string | null;
  /** Files that were renamed, because they are of no use without the lost key. */
  setAside: string[];
};

export type RestoreOptions = {
  /** The caller has the data folder open, and locked. */
  isFolderHeld?: boolean;
};

/**
 * Reads what a restore would do, beside whatever has the data folder open.
 * @throws FlightDeckError not-found, database-unreadable, database-newer, backup-failed, vault-key
 */
export function previewRestore({ wanted, ...options }: RestoreRequest): Promise<RestorePlan> {
  return withStage(options, wanted, async (plan) => plan);
}

/**
 * Restores a backup while nothing else has the data folder. What it replaces is kept. It may be cut off anywhere: the database is then
 * the former one or the restored one.
 * @param confirm called with what will be lost; the restore is given up if it throws
 * @throws FlightDeckError data-dir-locked, run-in-progress; and as `previewRestore`
 */
export async function restoreBackup(
  { wanted, ...options }: RestoreRequest,
  confirm: (plan: RestorePlan) => Promise<void>,
  { isFolderHeld = false }: RestoreOptions = {},
): Promise<{ plan: RestorePlan; restored: Restored }> {
  const { dataDir } = options;
  findBackup(dataDir, wanted);
  const listNow = () => listGatewaysNow(dataDir);
  const work = () =>
    withStage(options, wanted, async (plan, { stage, present }) => {
      await confirm(plan);
      return { plan, restored: await carryOut(dataDir, { plan, stage, present }) };
    });
  return isFolderHeld ? holdGateways(listNow, dataDir, work) : holdFolderWith(listNow, dataDir, work);
}

function listGatewaysNow(dataDir: string): { id: string; name: string }[] {
  const present = openPresentDatabase(dataDir);
  try {
    // The key of a rotation that was cut off takes its place, as at every start.
    const keyId = notedKeyIdOf(present);
    if (keyId !== null) finishRotation(dataDir, keyId);
    return gatewaysOf(dataDir, present);
  } finally {
    present.database?.close();
  }
}

type Staged = { stage: Database; present: PresentDatabase };

async function withStage<Result>(
  options: FolderVaultOptions,
  wanted: string,
  work: (plan: RestorePlan, staged: Staged) => Promise<Result>,
): Promise<Result> {
  const { dataDir } = options;
  const backup = findBackup(dataDir, wanted);
  const letGo = lockBackups(dataDir, 0);
  let present: PresentDatabase | null = null;
  let stage: Database | null = null;
  try {
    present = openPresentDatabase(dataDir);
    stage = stageBackup(dataDir, backup);
    return await work(planRestore({ backup, present, stage, options }), { stage, present });
  } finally {
    if (stage) discardStage(stage);
    present?.database?.close();
    letGo();
  }
}

async function carryOut(dataDir: string, { plan, stage, present }: Staged & { plan: RestorePlan }): Promise<Restored> {
  const { backup, keyId, lostSecrets } = plan;
  const suffix = `before-${new Date().toISOString().replace(/[:.]/g, "-")}`;
  const device = deviceFileOf(dataDir);
  const losesDevice = lostSecrets?.secrets.deviceIdentity ?? false;
  if (losesDevice) requireNoMount(device, `${device}.${suffix}`);
  const replaced = present.database
    ? copyIntoBackups(present.database, { dataDir, reason: "before-restore", spare: backup })
    : null;
  if (lostSecrets && keyId !== null) forgetLostSecrets(stage, keyId);
  if (present.database) keepBrowserSessions(present.database, stage);
  // What is on the gateways now was written by later runs.
  forgetSyncStates(stage, "all");
  const keptFile = await replaceDatabase(dataDir, stage, present);
  // Last: until the database is restored, the former one may need it.
  const setAside = losesDevice ? setDeviceAside(dataDir, suffix) : [];
  return { replaced, keptFile, setAside };
}
