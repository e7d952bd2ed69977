import type { AttentionCause } from "../../../shared/attention.ts";

const filters: Partial<Record<AttentionCause, Record<string, string>>> = {
  "failed-agents": { outcome: "failed" },
  conflict: { sync: "conflict" },
  "out-of-sync": { sync: "out-of-sync" },
};

/** The filters of the list of agents that come closest to a cause. */
export function filterOf(cause: AttentionCause): Record<string, string> {
  return filters[cause] ?? {};
}
