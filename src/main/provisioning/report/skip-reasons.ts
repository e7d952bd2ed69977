const skipReasons: Record<string, string> = {
  paused: "its board is paused",
  "no-token": "its token cannot be read; Repair tokens gives it a new one",
  "no-board": "its board is not on this gateway",
};

/** Why an agent was skipped, in words for the operator; an unknown reason is returned as it is. */
export function skipReasonInWords(reason: string | null): string {
  return skipReasons[reason ?? ""] ?? reason ?? "skipped";
}
