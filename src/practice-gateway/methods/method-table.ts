import type { MethodTable } from "../method.ts";
import type { Profile } from "../profiles.ts";
import { agentFileMethods } from "./agent-file-methods.ts";
import { agentListMethods, agentMethods } from "./agent-methods.ts";
import { chatMethods } from "./chat-methods.ts";
import { configMethods, schemaLookupMethods } from "./config-methods.ts";
import { cronMethods, scratchMethods } from "./cron-methods.ts";
import { deviceMethods } from "./device-methods.ts";
import { healthMethods } from "./health-methods.ts";
import { modelMethods } from "./model-methods.ts";
import { sessionMethods } from "./session-methods.ts";
import { workspaceMethods } from "./workspace-methods.ts";

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
    ...modelMethods,
  };
}
