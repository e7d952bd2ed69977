const skipReasons: Record<string, string> = {
  paused: "its board is paused",
  "no-token": "its token cannot be read; Repair tokens gives it a new one",
  "no-board": "its board is not on this gateway",
};

/** Why an agent was skipped, as an operator reads it; a reason that we have no words for speaks for itself. */
export function skipReasonInWords(reason: string | null): string {
  return skipReasons[reason ?? ""] ?? reason ?? "skipped";
}
