import type { FileMove } from "../../../../shared/plan.ts";
import type { AgentFileView } from "../../../../shared/views.ts";
import type { Tone } from "../../../components/badge.tsx";

/** How the template version compares with the gateway version, and what a sync would do. */
export const fileActionLooks: Record<AgentFileView["action"], { label: string; tone: Tone; meaning: string }> = {
  create: { label: "Missing", tone: "warn", meaning: "Missing on the gateway: the next sync writes it" },
  change: {
    label: "Differs",
    tone: "warn",
    meaning: "The gateway version differs: the next sync writes the template version",
  },
  conflict: {
    label: "Conflict",
    tone: "danger",
    meaning: "Both versions changed: the next sync writes the template version and keeps the difference",
  },
  blocked: { label: "Blocked", tone: "danger", meaning: "It cannot be written now" },
  unchanged: { label: "Same", tone: "ok", meaning: "The gateway version equals the template version" },
  preserved: { label: "Left alone", tone: "accent", meaning: "A sync keeps the gateway version" },
  unknown: { label: "Not compared", tone: "neutral", meaning: "The gateway could not be reached" },
};

const kept = {
  label: "Kept",
  tone: "violet",
  meaning: "The gateway version is kept until either version changes",
} as const;

/** How a file is shown in the list; a file that the operator keeps has its own look. */
export function fileLook({ action, isKept }: Pick<AgentFileView, "action" | "isKept">) {
  return isKept ? kept : fileActionLooks[action];
}

/** Which side changed since Flight Deck last wrote a file that differs, as a heading. */
export const moveTitles: Record<FileMove | "missing", string> = {
  none: "Differs from the template version",
  ours: "Template or record changed",
  theirs: "Edited on the gateway",
  both: "Edited on the gateway, and template or record changed",
  unknown: "Differs, and was never written by Flight Deck",
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
