import type { JsonObject } from "../../../shared/records.ts";

/** How often an agent wakes up by itself unless its record says otherwise (BEHAVIOUR.md, Lead agent). */
export const defaultHeartbeat: JsonObject = { every: "10m", target: "last", includeReasoning: false };
