import type { Call, MethodTable } from "../method.ts";
import type { RosterEntry } from "../roster.ts";
import { findAgent } from "../state.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

type FileParams = { agentId: string; name: string };
type SetParams = FileParams & { content: string; expectedHash?: string };

export const agentFileMethods: MethodTable = {
  "agents.files.list": (call) => {
    const { agentId } = checkParams<{ agentId: string }>(call.state.profile, "agents.files.list", call.params);
    const agent = agentOf(call, agentId);
    const { workspaces } = call.state;
    const files = workspaces.listedNames(agent.workspace).map((name) => workspaces.describe(agent.workspace, name));
    return { agentId: agent.id, workspace: agent.workspace, files };
  },

  "agents.files.get": (call) => {
    const params = checkParams<FileParams>(call.state.profile, "agents.files.get", call.params);
    const agent = fileOwner(call, params);
    refuseLarge(call, agent, params.name);
    refuseLink(call, agent, params.name);
    return answer(call, agent, params.name);
  },

  "agents.files.set": (call) => {
    const params = checkParams<SetParams>(call.state.profile, "agents.files.set", call.params);
    const agent = fileOwner(call, params);
    const { workspaces } = call.state;
    refuseLink(call, agent, params.name);
    const currentHash = params.expectedHash === undefined ? undefined : workspaces.hash(agent.workspace, params.name);
    if (currentHash !== params.expectedHash?.toLowerCase())
      throw invalidRequest(`agent file "${params.name}" changed since it was read`, {
        type: "agent_file_conflict",
        name: params.name,
        ...(currentHash === undefined ? {} : { currentHash }),
      });
    workspaces.write(agent.workspace, params.name, params.content);
    workspaces.writes += 1;
    return { ok: true, ...answer(call, agent, params.name) };
  },
};

function answer(call: Call, agent: RosterEntry, name: string) {
  const file = call.state.workspaces.describeWithContent(agent.workspace, name);
  return { agentId: agent.id, workspace: agent.workspace, file };
}

function fileOwner(call: Call, { agentId, name }: FileParams): RosterEntry {
  const agent = agentOf(call, agentId);
  if (!call.state.workspaces.isSupported(name)) throw invalidRequest(`unsupported file "${name}"`);
  return agent;
}

/** A gateway without a limit sends files of any size; if one is too large, the client closes the connection. */
function refuseLarge({ state }: Call, agent: RosterEntry, name: string): void {
  const { maxFileBytes } = state.profile;
  const { sizeBytes } = state.workspaces.stat(agent.workspace, name) ?? { sizeBytes: 0 };
  if (maxFileBytes !== null && sizeBytes > maxFileBytes) throw invalidRequest(`unsafe workspace file "${name}"`);
}

function refuseLink({ state }: Call, agent: RosterEntry, name: string): void {
  const why = state.workspaces.whyUnsafe(agent.workspace, name);
  if (why !== null) throw invalidRequest(why);
}

/** @throws WireError that the agent is not known, with the message of that version */
export function agentOf(call: Call, agentId: string): RosterEntry {
  const agent = findAgent(call.state, agentId);
  if (agent) return agent;
  const isClassic = call.state.profile.dialect === "classic";
  throw invalidRequest(isClassic ? "unknown agent id" : `agent "${agentId}" not found`);
}
