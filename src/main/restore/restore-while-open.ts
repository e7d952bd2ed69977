import type { RestorePreview, RestoreResult } from "../../shared/backups.ts";
import { FlightDeckError, hintsOf } from "../../shared/errors.ts";
import { nameLostSecrets } from "../keys/name-lost-secrets.ts";
import type { FolderVaultOptions } from "../keys/open-folder-vault.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { findKeySource } from "../vault/find-key-source.ts";
import { losesSecrets, type RestorePlan } from "./plan-restore.ts";
import { previewRestore, type RestoreRequest, restoreBackup } from "./restore-backup.ts";

export type RestoreWhileOpenOptions = FolderVaultOptions & {
  services: () => RouterServices;
  /** Starts the practice gateway of the restored records, if they have one. */
  startPractice: () => void;
};

/**
 * Restores backups in a host that has the data folder open. No run may be in progress; calls of windows are refused meanwhile. The
 * database keeps its file, so the host continues with it: it reads its records anew, as after a pull.
 */
export class RestoreWhileOpen {
  readonly #options: RestoreWhileOpenOptions;
  #isInProgress = false;

  constructor(options: RestoreWhileOpenOptions) {
    this.#options = options;
  }

  /** @throws FlightDeckError database-unwritable while a backup is being restored */
  requireNone(): void {
    if (!this.#isInProgress) return;
    const { restoring } = hintsOf("database-unwritable");
    throw new FlightDeckError("database-unwritable", "A backup is being restored.", restoring);
  }

  /** What a restore would do. @throws as `previewRestore` */
  async preview(name: string): Promise<RestorePreview> {
    return previewOf(await previewRestore(await this.#request(name)));
  }

  /**
   * @param forgetSecrets agrees to lose the secrets that the present data key does not open
   * @throws FlightDeckError run-in-progress, vault-key; and as `restoreBackup`
   */
  async restore(name: string, forgetSecrets: boolean): Promise<RestoreResult> {
    this.requireNone();
    const { mirror, stopPractice, changes } = this.#options.services();
    let isStopped = false;
    this.#isInProgress = true;
    try {
      const stopOthers = async (plan: RestorePlan) => {
        refuse(plan, forgetSecrets);
        isStopped = true;
        await mirror.stop();
        await stopPractice();
      };
      const { restored } = await restoreBackup(await this.#request(name), stopOthers, { isFolderHeld: true });
      return { replaced: restored.replaced?.name ?? null };
    } finally {
      this.#isInProgress = false;
      if (isStopped) {
        mirror.start();
        this.#options.startPractice();
      }
      changes.emit("app", "organizations", "gateways", "boards", "agents", "runs", "settings", "templates", "mirror");
    }
  }

  async #request(wanted: string): Promise<RestoreRequest> {
    const { dataDir, env, keySource } = this.#options;
    return { dataDir, env, keySource: keySource ?? (await findKeySource(dataDir)), wanted };
  }
}

function refuse(plan: RestorePlan, forgetSecrets: boolean): void {
  if (plan.problem !== null) {
    const { damaged } = hintsOf("database-unreadable");
    throw new FlightDeckError("database-unreadable", `The present database cannot be read: ${plan.problem}.`, damaged);
  }
  if (forgetSecrets || !losesSecrets(plan)) return;
  const what = "The present data key does not open all secrets of this backup.";
  throw new FlightDeckError("vault-key", what, hintsOf("vault-key").restoreFormerKey);
}

function previewOf(plan: RestorePlan): RestorePreview {
  const { backup, problem, loss, lostSecrets } = plan;
  return {
    backup,
    problem,
    loss,
    lostSecrets: lostSecrets && losesSecrets(plan) ? nameLostSecrets(lostSecrets.secrets) : [],
  };
}
