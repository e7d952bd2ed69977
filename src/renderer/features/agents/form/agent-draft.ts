import { profileFields } from "../../../../shared/profile-fields.ts";
import type { Agent, JsonObject, JsonValue } from "../../../../shared/records.ts";
import {
  type HeartbeatDraft,
  type HeartbeatErrors,
  heartbeatDraftOf,
  heartbeatErrors,
  heartbeatInput,
} from "./heartbeat-draft.ts";

/** The fields of an agent that the form edits. */
export type EditedAgent = Pick<
  Agent,
  | "name"
  | "boardId"
  | "gatewayId"
  | "isBoardLead"
  | "heartbeatConfig"
  | "identityProfile"
  | "identityTemplate"
  | "soulTemplate"
>;

export type AgentRole = "worker" | "lead" | "main";

/** The content of the form while it is edited; texts as typed. */
export type AgentDraft = {
  name: string;
  role: AgentRole;
  gatewayId: string;
  boardId: string;
  /** By the key of `profileFields`. */
  profile: Record<string, string>;
  heartbeat: HeartbeatDraft;
  identityTemplate: string;
  soulTemplate: string;
};

/** @param place the gateway and board of a new agent, as far as they are known. */
export function agentDraftOf(
  agent: EditedAgent | undefined,
  place: { gatewayId: string; boardId: string } = { gatewayId: "", boardId: "" },
): AgentDraft {
  const profile = agent?.identityProfile ?? {};
  return {
    name: agent?.name ?? "",
    role: roleOf(agent),
    gatewayId: agent?.gatewayId ?? place.gatewayId,
    boardId: agent ? (agent.boardId ?? "") : place.boardId,
    profile: Object.fromEntries(profileFields.map(({ key }) => [key, textOf(profile[key])])),
    heartbeat: heartbeatDraftOf(agent?.heartbeatConfig),
    identityTemplate: agent?.identityTemplate ?? "",
    soulTemplate: agent?.soulTemplate ?? "",
  };
}

function roleOf(agent: EditedAgent | undefined): AgentRole {
  if (!agent) return "worker";
  if (agent.boardId === null) return "main";
  return agent.isBoardLead ? "lead" : "worker";
}

/** Lists are shown as templates receive them: joined with commas. */
function textOf(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  return value === undefined || value === null ? "" : String(value);
}

export type AgentDraftErrors = Partial<Record<"name" | "gatewayId" | "boardId", string>> & {
  heartbeat?: HeartbeatErrors;
};

/** What is wrong with a draft, by field; empty when it can be saved. @param agent the existing agent */
export function validateAgent(
  { name, role, gatewayId, boardId, heartbeat }: AgentDraft,
  agent?: Pick<EditedAgent, "heartbeatConfig">,
): AgentDraftErrors {
  const faults = heartbeatErrors(heartbeat, agent?.heartbeatConfig);
  return {
    ...nameError(name),
    ...(gatewayId === "" ? { gatewayId: "Choose a gateway." } : {}),
    ...(role !== "main" && boardId === "" ? { boardId: "Choose a board." } : {}),
    ...(Object.keys(faults).length > 0 ? { heartbeat: faults } : {}),
  };
}

function nameError(name: string): Pick<AgentDraftErrors, "name"> {
  if (name.trim() === "") return { name: "Give the agent a name." };
  return name.trim().length > 200 ? { name: "Use at most 200 characters." } : {};
}

/** The fields as the contract takes them. @param agent the existing agent; what the form does not show stays. */
export function agentInput(draft: AgentDraft, agent: EditedAgent | undefined): EditedAgent {
  return {
    name: draft.name.trim(),
    gatewayId: draft.gatewayId,
    boardId: draft.role === "main" ? null : draft.boardId,
    isBoardLead: draft.role === "lead",
    heartbeatConfig: heartbeatInput(draft.heartbeat, agent?.heartbeatConfig),
    identityProfile: profileInput(draft.profile, agent?.identityProfile ?? {}),
    identityTemplate: draft.identityTemplate.trim() === "" ? null : draft.identityTemplate,
    soulTemplate: draft.soulTemplate.trim() === "" ? null : draft.soulTemplate,
  };
}

/** Untouched values stay as they were: a list stays a list, and keys that the form does not know stay as well. */
function profileInput(typed: AgentDraft["profile"], before: JsonObject): JsonObject | null {
  const profile: JsonObject = { ...before };
  for (const { key } of profileFields) {
    const text = typed[key] ?? "";
    if (text === textOf(before[key])) continue;
    if (text.trim() === "") delete profile[key];
    else profile[key] = text.trim();
  }
  return Object.keys(profile).length > 0 ? profile : null;
}
