import { type Backup, backupReasons } from "../../shared/backups.ts";
import { type ErrorCode, errorEntry } from "../../shared/errors.ts";
import { hintForTerminal } from "../../shared/hint-words.ts";
import { nameWayOut } from "../cli/name-way-out.ts";
import { localTime } from "../cli/text/amounts.ts";
import { nameLostSecrets } from "../keys/name-lost-secrets.ts";
import type { FolderVaultOptions } from "../keys/open-folder-vault.ts";
import { findWayOut } from "../restore/find-way-out.ts";
import { losesSecrets, type RestorePlan } from "../restore/plan-restore.ts";
import { restoreBackup } from "../restore/restore-backup.ts";

/** A question with the label of the button that agrees; the other one quits. */
export type RestoreQuestion = { message: string; detail: string; agree: string };

export type OpenOrRestoreOptions<Opened> = FolderVaultOptions & {
  open: () => Promise<Opened>;
  /** @returns whether the operator agrees */
  ask: (question: RestoreQuestion) => Promise<boolean>;
  /** Shows the operator a line of text in the terminal, if there is one. */
  say: (line: string) => void;
};

/**
 * Opens the application. Where its database is damaged, gone or of a newer version, and there is a good backup, offers to restore
 * the newest one, and opens it then.
 * @returns null if the operator does not want that
 * @throws as `open` where a backup does not help, and as `restoreBackup`
 */
export async function openOrRestore<Opened>(options: OpenOrRestoreOptions<Opened>): Promise<Opened | null> {
  const { open, ask, say, ...folder } = options;
  try {
    return await open();
  } catch (error) {
    const backup = findWayOut(folder.dataDir, error);
    if (backup === null) throw error;
    const { code, message, hint } = nameWayOut(folder.dataDir, error);
    say(`flight-deck: ${message}\n${hintForTerminal(hint)}`);
    const isAgreed = await ask({
      message: errorEntry(code).title,
      detail: `${message}\n\n${describe(code, backup)}`,
      agree: "Restore this backup",
    });
    if (!isAgreed) return null;
    const refused = new Error("the operator keeps the secrets");
    try {
      await restoreBackup({ ...folder, wanted: backup.name }, async (plan) => {
        if (losesSecrets(plan) && !(await ask(secretsQuestion(plan)))) throw refused;
      });
    } catch (failure) {
      if (failure === refused) return null;
      throw failure;
    }
    return open();
  }
}

function describe(code: ErrorCode, { madeAt, reason }: Backup): string {
  const which = `is of ${localTime(madeAt)} (${backupReasons[reason]})`;
  const rest = "The gateways and their agents stay as they are, and";
  return code === "database-newer"
    ? `Quit and install that version again, or a later one, to continue with everything. The newest backup that this version can open ${which}. What changed since then is not in it. ${rest} the newer database is kept among the backups.`
    : `The newest good backup ${which}. What changed since then is lost. ${rest} a damaged file is kept among the backups.`;
}

function secretsQuestion({ lostSecrets }: RestorePlan): RestoreQuestion {
  const lost = lostSecrets ? nameLostSecrets(lostSecrets.secrets) : [];
  return {
    message: "The present data key does not open all secrets of this backup",
    detail: `These would be lost: ${lost.join(", ")}.\n\nTo keep them, quit, put the data.key or FLIGHTDECK_KEY of that time back, and start again.`,
    agree: "Restore without these secrets",
  };
}
