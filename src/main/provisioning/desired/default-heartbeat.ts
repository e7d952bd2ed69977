import type { JsonObject } from "../../../shared/records.ts";

/** How often an agent wakes up unless its record says otherwise (docs/behaviour.md, Leads and main agents). */
export const defaultHeartbeat: JsonObject = { every: "10m", target: "last", includeReasoning: false };
