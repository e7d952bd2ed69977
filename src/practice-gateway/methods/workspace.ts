import type { MethodTable } from "../method.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";
import { agentOf } from "./agent-files.ts";

/** Reading a workspace as it is; the practice one is flat. */
export const workspaceMethods: MethodTable = {
  "agents.workspace.list": (call) => {
    const { agentId } = checkParams<{ agentId: string }>(call.state.profile, "agents.workspace.list", call.params);
    const agent = agentOf(call, agentId);
    const entries = call.state.workspaces.names(agent.workspace).map((name) => {
      const { sizeBytes, updatedAtMs } = call.state.workspaces.stat(agent.workspace, name) ?? {
        sizeBytes: 0,
        updatedAtMs: 0,
      };
      return { path: name, name, kind: "file", size: sizeBytes, updatedAtMs };
    });
    return { agentId: agent.id, path: "", entries, totalEntries: entries.length, offset: 0 };
  },

  "agents.workspace.get": (call) => {
    const params = checkParams<{ agentId: string; path: string }>(
      call.state.profile,
      "agents.workspace.get",
      call.params,
    );
    const agent = agentOf(call, params.agentId);
    const file = call.state.workspaces.stat(agent.workspace, params.path);
    if (!file)
      throw invalidRequest("workspace file not found", { type: "workspace_file_not_found", path: params.path });
    const { sizeBytes, updatedAtMs, content } = file;
    const described = { path: params.path, name: params.path, size: sizeBytes, updatedAtMs };
    return { agentId: agent.id, file: { ...described, mimeType: "text/plain", encoding: "utf8", content } };
  },
};
