import * as protocol from "@openclaw/gateway-protocol";
import { isJsonObject } from "../shared/is-json-object.ts";
import type { Profile } from "./profiles.ts";
import { invalidRequest } from "./wire.ts";

type Problem = NonNullable<typeof protocol.validateConnectParams.errors>[number];
type Validator = ((params: unknown) => boolean) & { errors?: Problem[] | null };

/** The vendor's own checks of parameters; a method that is not listed accepts anything. */
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
 * Checks the parameters of a request like a gateway of that version, and returns them typed.
 *
 * @throws WireError `invalid <method> params: ...`, with the message of that version
 */
export function checkParams<Params>(profile: Profile, method: string, given: unknown): Params {
  const params = given ?? {};
  const { judged, texts } = judgeByVersion(profile, method, params);
  const validator = validators[method];
  const problems = validator && !validator(judged) ? [...(validator.errors ?? [])] : [];
  if (problems.length + texts.length === 0) return params as Params;
  const vendorText = problems.length > 0 ? [protocol.formatValidationErrors(problems)] : [];
  const text = profile.dialect === "current" ? [...vendorText, ...texts].join("; ") : classicText(problems, texts);
  throw invalidRequest(`invalid ${method} params: ${text}`);
}

/**
 * Handles differences between a version's schema and the installed one (2026.9.1): returns the parameters that the installed
 * schema can check, and the problems of the others.
 */
function judgeByVersion(profile: Profile, method: string, params: unknown): { judged: unknown; texts: string[] } {
  if (!isJsonObject(params)) return { judged: params, texts: [] };
  if (method === "agents.create" && profile.createNeedsWorkspace && params.workspace === undefined)
    return { judged: params, texts: ["must have required property 'workspace'"] };
  if (method !== "agents.files.set" || !("expectedHash" in params)) return { judged: params, texts: [] };
  const { expectedHash, ...judged } = params;
  if (!profile.hasFileHashes) return { judged, texts: ["at root: unexpected property 'expectedHash'"] };
  return { judged, texts: expectedHash === undefined ? [] : hashTexts(expectedHash) };
}

function hashTexts(hash: unknown): string[] {
  if (typeof hash !== "string") return ["at /expectedHash: must be string"];
  const isShort = hash.length < 64 ? ["at /expectedHash: must not have fewer than 64 characters"] : [];
  const isLong = hash.length > 64 ? ["at /expectedHash: must not have more than 64 characters"] : [];
  const matches = /^[a-f0-9]{64}$/i.test(hash);
  return [...isShort, ...isLong, ...(matches ? [] : ['at /expectedHash: must match pattern "^[a-fA-F0-9]{64}$"'])];
}

/** Versions before 2026.8 name every missing property, missing ones first, and write NOT in capitals. */
function classicText(problems: Problem[], versionTexts: string[]): string {
  const texts = [
    ...problems.flatMap((problem) =>
      problem.keyword === "required" ? missingTexts(problem) : [protocol.formatValidationErrors([problem])],
    ),
    ...versionTexts,
  ].map((text) => text.replace("must not have", "must NOT have"));
  const isMissing = (text: string) => text.startsWith("must have required");
  return [...texts.filter(isMissing), ...texts.filter((text) => !isMissing(text))].join("; ");
}

function missingTexts(problem: Problem): string[] {
  const params: unknown = problem.params;
  const names = isJsonObject(params) && Array.isArray(params.requiredProperties) ? params.requiredProperties : [];
  return names.map((name) => `must have required property '${name}'`);
}
