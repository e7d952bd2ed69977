import type { Call, MethodTable } from "../method.ts";

export const healthMethods: MethodTable = {
  health: (call) => healthOf(call.state),

  status: ({ state }) => {
    const { defaultId } = state.config.roster;
    const sessions = { paths: [], count: state.sessions.byKey.size, recent: [], byAgent: [] };
    return {
      runtimeVersion: state.profile.version,
      heartbeat: { defaultAgentId: defaultId, agents: [] },
      channelSummary: [],
      queuedSystemEvents: [],
      sessions,
    };
  },
};

function healthOf(state: Call["state"]): object {
  const { defaultId, byId } = state.config.roster;
  const sessions = { path: `${state.homeDir}/sessions`, count: state.sessions.byKey.size, recent: [] };
  return {
    ok: true,
    ts: Date.now(),
    durationMs: 0,
    channels: {},
    channelOrder: [],
    channelLabels: {},
    heartbeatSeconds: 1800,
    defaultAgentId: defaultId,
    agents: [...byId.keys()].map((agentId) => ({
      agentId,
      isDefault: agentId === defaultId,
      heartbeat: { enabled: true, every: "30m", everyMs: 1_800_000, prompt: "", target: "none", ackMaxChars: 300 },
      sessions: { path: `${state.homeDir}/agents/${agentId}`, count: 0, recent: [] },
    })),
    sessions,
  };
}
