import * as protocol from "@openclaw/gateway-protocol";
import type { Profile } from "./profiles.ts";
import { invalidRequest, isObject } from "./wire.ts";

type Problem = NonNullable<typeof protocol.validateConnectParams.errors>[number];
type Validator = ((params: unknown) => boolean) & { errors?: Problem[] | null };

/** The vendor's own checks of parameters; a method that is not here takes anything. */
const validators: Record<string, Validator> = {
  connect: protocol.validateConnectParams,
  "agents.list": protocol.validateAgentsListParams,
  "agents.create": protocol.validateAgentsCreateParams,
  "agents.update": protocol.validateAgentsUpdateParams,
  "agents.delete": protocol.validateAgentsDeleteParams,
  "agents.files.list": protocol.validateAgentsFilesListParams,
  "agents.files.get": protocol.validateAgentsFilesGetParams,
  "agents.files.set": protocol.validateAgentsFilesSetParams,
  "agents.workspace.list": protocol.validateAgentsWorkspaceListParams,
  "agents.workspace.get": protocol.validateAgentsWorkspaceGetParams,
  "config.get": protocol.validateConfigGetParams,
  "config.patch": protocol.validateConfigPatchParams,
  "config.schema.lookup": protocol.validateConfigSchemaLookupParams,
  "sessions.list": protocol.validateSessionsListParams,
  "sessions.patch": protocol.validateSessionsPatchParams,
  "sessions.reset": protocol.validateSessionsResetParams,
  "sessions.delete": protocol.validateSessionsDeleteParams,
  "chat.send": protocol.validateChatSendParams,
  "cron.list": protocol.validateCronListParams,
  "cron.scratch.get": protocol.validateCronScratchGetParams,
  "cron.scratch.set": protocol.validateCronScratchSetParams,
  "device.pair.list": protocol.validateDevicePairListParams,
  "device.pair.approve": protocol.validateDevicePairApproveParams,
};

/**
 * Checks the parameters of a request as a gateway of that version does and gives them back as their type.
 *
 * @throws WireError `invalid <method> params: ...`, in the words of that version.
 */
export function checkParams<Params>(profile: Profile, method: string, given: unknown): Params {
  const params = given ?? {};
  const validator = validators[method];
  const problems = validator && !validator(params) ? [...(validator.errors ?? [])] : [];
  const versionProblems = isObject(params) ? problemsOfVersion(profile, method, params) : [];
  if (problems.length + versionProblems.length === 0) return params as Params;
  const text =
    profile.dialect === "current" && versionProblems.length === 0
      ? protocol.formatValidationErrors(problems)
      : classicText(problems, versionProblems);
  throw invalidRequest(`invalid ${method} params: ${text}`);
}

/** What older versions refuse although the present schema allows it. */
function problemsOfVersion(profile: Profile, method: string, params: Record<string, unknown>): string[] {
  if (method === "agents.create" && profile.createNeedsWorkspace && params.workspace === undefined)
    return ["must have required property 'workspace'"];
  if (method === "agents.files.set" && !profile.hasFileHashes && "expectedHash" in params)
    return ["at root: unexpected property 'expectedHash'"];
  return [];
}

/** Versions before 2026.8 name every missing property, missing ones first, and write NOT in capitals. */
function classicText(problems: Problem[], versionProblems: string[]): string {
  const texts = [
    ...problems.flatMap((problem) =>
      problem.keyword === "required" ? missingTexts(problem) : [protocol.formatValidationErrors([problem])],
    ),
    ...versionProblems,
  ].map((text) => text.replace("must not have", "must NOT have"));
  const isMissing = (text: string) => text.startsWith("must have required");
  return [...texts.filter(isMissing), ...texts.filter((text) => !isMissing(text))].join("; ");
}

function missingTexts(problem: Problem): string[] {
  const params: unknown = problem.params;
  const names = isObject(params) && Array.isArray(params.requiredProperties) ? params.requiredProperties : [];
  return names.map((name) => `must have required property '${name}'`);
}
