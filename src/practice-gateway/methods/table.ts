import type { MethodTable } from "../method.ts";
import type { Profile } from "../profiles.ts";
import { agentFileMethods } from "./agent-files.ts";
import { agentListMethods, agentMethods } from "./agents.ts";
import { chatMethods } from "./chat.ts";
import { configMethods, schemaLookupMethods } from "./config.ts";
import { cronMethods, scratchMethods } from "./cron.ts";
import { deviceMethods } from "./devices.ts";
import { healthMethods } from "./health.ts";
import { sessionMethods } from "./sessions.ts";
import { workspaceMethods } from "./workspace.ts";

/** The methods of a version, as listed in its hello-ok. */
export function methodsOf(profile: Profile): MethodTable {
  return {
    ...healthMethods,
    ...configMethods,
    ...(profile.hasSchemaLookup ? schemaLookupMethods : {}),
    ...agentListMethods,
    ...(profile.hasAgentMethods ? { ...agentMethods, ...agentFileMethods } : {}),
    ...sessionMethods,
    ...deviceMethods,
    ...cronMethods,
    ...(profile.hasScratch ? { ...scratchMethods, ...workspaceMethods } : {}),
    ...chatMethods,
  };
}
