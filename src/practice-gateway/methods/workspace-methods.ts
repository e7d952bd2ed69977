import type { MethodTable } from "../method.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";
import { agentOf } from "./agent-file-methods.ts";

/** Lists and reads the files of a workspace, folder by folder. */
export const workspaceMethods: MethodTable = {
  "agents.workspace.list": (call) => {
    const { agentId, path = "" } = checkParams<{ agentId: string; path?: string }>(
      call.state.profile,
      "agents.workspace.list",
      call.params,
    );
    const agent = agentOf(call, agentId);
    const { workspaces } = call.state;
    const inside = workspaces.entries(agent.workspace, path);
    if (!inside) throw invalidRequest("workspace directory not found", { type: "workspace_path_not_found", path });
    const entries = inside.map(({ name, isFolder }) => {
      const fullPath = path === "" ? name : `${path}/${name}`;
      const { sizeBytes = 0, updatedAtMs = 0 } = workspaces.stat(agent.workspace, fullPath) ?? {};
      if (isFolder) return { path: fullPath, name, kind: "directory", updatedAtMs };
      return { path: fullPath, name, kind: "file", size: sizeBytes, updatedAtMs };
    });
    return { agentId: agent.id, path, entries, totalEntries: entries.length, offset: 0 };
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
