import { type BackupList, type BackupView, backupReasons } from "../../../shared/backups.ts";
import { restoreLossLines } from "../../../shared/restore-loss.ts";
import { spellSize } from "../../../shared/spell-size.ts";
import { losesSecrets, type RestorePlan } from "../../restore/plan-restore.ts";
import type { Restored } from "../../restore/restore-backup.ts";
import { count, localTime } from "./amounts.ts";
import { lostSecretLines } from "./key-text.ts";
import type { Paint } from "./paint.ts";
import { oneLine } from "./plain.ts";
import { type Cell, textTable } from "./text-table.ts";

/** The backups as a table. */
export function backupLines(
  { folder, backups }: BackupList,
  { paint, columns }: { paint: Paint; columns: number },
): string[] {
  if (backups.length === 0) return [`No backups yet in ${folder}.`];
  return [
    ...textTable({
      columns: [
        { title: "Backup", isWhole: true },
        { title: "Made", isWhole: true },
        { title: "Why", isWhole: true },
        { title: "Size", align: "right", isWhole: true },
        { title: "Holds", cut: "end" },
      ],
      rows: backups.map(backupRow),
      width: columns,
      paint,
    }),
    paint("dim", `In ${folder}`),
  ];
}

function backupRow({ name, madeAt, reason, sizeBytes, counts, problem }: BackupView): Cell[] {
  const holds: Cell = counts
    ? [
        count(counts.gateways, "gateway"),
        count(counts.boards, "board"),
        count(counts.agents, "agent"),
        count(counts.runs, "run"),
      ].join(", ")
    : { text: `cannot be read: ${problem}`, style: "red" };
  return [name, localTime(madeAt), backupReasons[reason], spellSize(sizeBytes), holds];
}

/** What a restore would do, and what would be lost. */
export function restorePlanLines(plan: RestorePlan): string[] {
  const { backup, loss, problem } = plan;
  const made = `made ${localTime(backup.madeAt)}, ${backupReasons[backup.reason]}`;
  return [
    `Backup ${backup.name} (${made}) would replace the records, runs and settings of this data folder.`,
    ...(problem === null ? [] : [`What would be lost is not known: ${problem}.`]),
    ...(loss ? lossOf(loss) : []),
    ...secretLines(plan),
    `${problem === null ? "Browsers keep their present access." : "Browsers need a new link."} Files and agents on the gateways stay as they are, and every agent's sync state becomes unknown.`,
    problem === null
      ? "A backup of the present database is made first."
      : "A file that cannot be read is kept among the backups.",
  ];
}

function lossOf(loss: NonNullable<RestorePlan["loss"]>): string[] {
  const lines = restoreLossLines(loss, "`--rotate-tokens`").map((line) => `- ${oneLine(line)}`);
  return lines.length === 0 ? ["No record has changed since."] : ["What has changed since is lost:", ...lines];
}

function secretLines(plan: RestorePlan): string[] {
  const { lostSecrets, backupKeyId, keyId } = plan;
  if (lostSecrets && losesSecrets(plan)) {
    return [
      `The secrets of this backup are sealed under the data key ${backupKeyId ?? "that made it"}; the present key is ${keyId}. Without the former key these are lost:`,
      ...lostSecretLines(lostSecrets.secrets),
    ];
  }
  if (keyId === null && backupKeyId !== null) {
    return [`There is no data key that can be used now; the secrets of this backup need the key ${backupKeyId}.`];
  }
  return [];
}

/** What a restore has done. */
export function restoredLines(plan: RestorePlan, { replaced, keptFile, setAside }: Restored, paint: Paint): string[] {
  return [
    `${paint("green", "✔")} ${paint("bold", `Restored ${plan.backup.name}`)}`,
    ...(replaced ? [`  What it replaced is in the backup ${replaced.name}.`] : []),
    ...(keptFile === null ? [] : [`  The file that could not be read is kept as ${keptFile}.`]),
    ...setAside.map((path) => `  Kept as ${path}.`),
    ...(plan.loss && plan.loss.newTokens.length > 0
      ? [
          paint(
            "yellow",
            `  ! ${count(plan.loss.newTokens.length, "agent")} got a token since the backup: sync with \`--rotate-tokens\`.`,
          ),
        ]
      : []),
  ];
}
