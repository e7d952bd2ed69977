import type { FileMove } from "../../../../shared/plan.ts";
import type { AgentFileView } from "../../../../shared/views.ts";
import type { Tone } from "../../../components/badge.tsx";

/** How a file here compares with the gateway's, and what a sync would do about it. */
export const fileActionLooks: Record<AgentFileView["action"], { label: string; tone: Tone; meaning: string }> = {
  create: { label: "Missing there", tone: "warn", meaning: "The gateway does not have it: the next sync writes it" },
  change: { label: "Differs", tone: "warn", meaning: "It differs on the gateway: the next sync writes ours" },
  conflict: {
    label: "Conflict",
    tone: "danger",
    meaning: "Both sides changed: the next sync writes ours and keeps the difference",
  },
  blocked: { label: "Blocked", tone: "danger", meaning: "It cannot be written now" },
  unchanged: { label: "Same", tone: "ok", meaning: "The gateway has exactly this" },
  preserved: { label: "Left alone", tone: "accent", meaning: "A sync leaves it as it is on the gateway" },
  unknown: { label: "Not compared", tone: "neutral", meaning: "The gateway could not be asked" },
};

const kept = {
  label: "Kept",
  tone: "violet",
  meaning: "Kept as it is on the gateway until either side changes",
} as const;

/** How a file is shown in the list; one that the operator keeps is a kind of its own. */
export function fileLook({ action, isKept }: Pick<AgentFileView, "action" | "isKept">) {
  return isKept ? kept : fileActionLooks[action];
}

/** Who moved since we last wrote a file that differs, as a heading. */
export const moveTitles: Record<FileMove | "missing", string> = {
  none: "It differs from ours",
  ours: "Our template or record changed",
  theirs: "Edited on the gateway",
  both: "Edited on the gateway, and our template or record changed",
  unknown: "Differs, and was never written from here",
  missing: "Missing on the gateway",
};

/** Whether a sync writes it. */
export function isDue({ action }: Pick<AgentFileView, "action">): boolean {
  return action === "create" || action === "change" || action === "conflict";
}

/** "3 files would be written", for the head of the list. */
export function describeComparison(files: Pick<AgentFileView, "action">[]): string {
  const due = files.filter(isDue).length;
  if (files.every(({ action }) => action === "unknown")) return "not compared with the gateway";
  if (due === 0) return "nothing to write";
  return due === 1 ? "1 file to write" : `${due} files to write`;
}
