/** State that the steps of a run share. */
export type Memory = { root: string; hash: string; jobId: string };

export type Step = {
  method: string;
  params?: object | ((memory: Memory) => object);
  /** Reads config first, so that the patch has a base hash. */
  needsHash?: boolean;
  /** Waits for the restart that this causes in this version. */
  restarts?: boolean;
  /** Repeats the call until the agent is known, as a client must after agents.create. */
  untilKnown?: boolean;
};

const main = { agentId: "main" };
const soul = { agentId: "conf-a", name: "SOUL.md" };
const wrongHash = "0".repeat(64);

const common: Step[] = [
  { method: "health" },
  { method: "status" },
  { method: "foo.bar" },
  { method: "agents.files.delete", params: { ...main, name: "SOUL.md" } },
  { method: "agents.list" },
  { method: "agents.list", params: { x: 1 } },
  { method: "config.get" },
  { method: "config.get", params: { x: 1 } },
  { method: "cron.list" },
  { method: "sessions.list" },
  { method: "device.pair.list" },
  { method: "device.pair.approve", params: { requestId: "nope" } },
  { method: "device.pair.approve" },
  { method: "config.schema.lookup", params: { path: "agents.list" } },
  { method: "config.schema.lookup", params: { path: "agents.entries" } },
  { method: "config.schema.lookup", params: { path: "tools.exec.host" } },
  { method: "config.schema.lookup", params: { path: "channels.defaults" } },
  { method: "config.schema.lookup" },
];

const files: Step[] = [
  { method: "agents.files.list", params: { agentId: "conf-a" } },
  { method: "agents.files.list", params: { agentId: "nope" } },
  { method: "agents.files.list" },
  { method: "agents.files.get", params: soul },
  { method: "agents.files.get", params: { ...soul, agentId: "nope" } },
  { method: "agents.files.get", params: { ...soul, name: "soul.md" } },
  { method: "agents.files.get", params: { ...soul, zzz: 1 } },
  { method: "agents.files.get" },
  ...["AGENTS.md", "SOUL.md", "TOOLS.md", "IDENTITY.md", "USER.md", "HEARTBEAT.md", "MEMORY.md", "BOOTSTRAP.md"].map(
    (name): Step => ({ method: "agents.files.set", params: { agentId: "conf-a", name, content: `# ${name}\nü\n` } }),
  ),
  { method: "agents.files.set", params: { ...soul, agentId: "nope", content: "" } },
  { method: "agents.files.set", params: { ...soul, content: "" } },
  { method: "agents.files.set", params: { ...soul, content: "x", expectedHash: wrongHash } },
  { method: "agents.files.set", params: { ...soul, content: "x", expectedHash: "abc" } },
  { method: "agents.files.set", params: { ...soul, content: "x", expectedHash: null } },
  { method: "agents.files.get", params: soul },
  { method: "agents.files.list", params: { agentId: "CONF-A" } },
];

const sessions: Step[] = [
  { method: "sessions.patch", params: { key: "agent:conf-a:main", label: "L1" } },
  { method: "sessions.patch", params: { key: "agent:conf-a:other", label: "L1" } },
  { method: "sessions.patch", params: { key: "agent:main:other", label: "L1" } },
  { method: "sessions.patch", params: { key: "agent:conf-a:main", label: "" } },
  { method: "sessions.patch", params: { label: "x" } },
  { method: "sessions.list", params: { limit: 1 } },
  { method: "sessions.reset", params: { key: "agent:conf-a:main" } },
  { method: "sessions.reset", params: { key: "agent:conf-a:new" } },
  { method: "sessions.reset" },
  { method: "sessions.delete", params: { key: "agent:main:main" } },
  { method: "sessions.delete", params: { key: "agent:conf-a:main" } },
  { method: "sessions.delete", params: { key: "agent:conf-a:new" } },
  { method: "sessions.delete", params: { key: "agent:conf-a:gone" } },
  { method: "chat.send", params: { sessionKey: "agent:conf-a:main", message: "hi", idempotencyKey: "k1" } },
  { method: "chat.send", params: { sessionKey: "agent:conf-a:main", message: "hi", idempotencyKey: "k1" } },
  { method: "chat.send", params: { sessionKey: "agent:nope:main", message: "hi", idempotencyKey: "k2" } },
  { method: "chat.send", params: { sessionKey: "agent:conf-a:main", message: "", idempotencyKey: "k3" } },
  { method: "chat.send", params: { sessionKey: "agent:conf-a:main", message: "hi" } },
];

const agents: Step[] = [
  { method: "agents.create" },
  { method: "agents.create", params: { name: "Made Here" } },
  { method: "agents.create", params: { name: "x", agentId: "y" } },
  { method: "agents.create", params: ({ root }) => ({ name: "Made  Here!", workspace: `${root}/made` }) },
  { method: "agents.create", params: ({ root }) => ({ name: "main", workspace: `${root}/made` }) },
  { method: "agents.create", params: ({ root }) => ({ name: "!!!", workspace: `${root}/made` }) },
  { method: "agents.files.list", params: { agentId: "made-here" }, untilKnown: true },
  { method: "agents.create", params: ({ root }) => ({ name: "made here", workspace: `${root}/made` }) },
  { method: "agents.update", params: { agentId: "made-here", name: "Renamed" } },
  { method: "agents.update", params: { agentId: "nope", name: "x" } },
  { method: "agents.update" },
  { method: "agents.list" },
  { method: "agents.delete", params: main },
  { method: "agents.delete", params: { agentId: "nope" } },
  { method: "agents.delete", params: { agentId: "made-here" } },
];

const patch = (change: object, rest: Partial<Step> = {}): Step => ({
  method: "config.patch",
  params: ({ hash }) => ({ raw: JSON.stringify(change), baseHash: hash }),
  needsHash: true,
  ...rest,
});

const entry = (root: string) => ({
  name: "Conf A",
  workspace: `${root}/workspace-conf-a`,
  heartbeat: { every: "10m", target: "last" },
});

const current: Step[] = [
  { method: "config.patch", params: { raw: "{}" } },
  { method: "config.patch", params: { raw: "{}", baseHash: "x" } },
  { method: "config.patch", params: { raw: '{"tools":{"exec":{"host":"gateway"}}}' } },
  { method: "config.patch" },
  patch({ agents: { entries: { "conf-a": {} } } }),
  patch({ agents: { ownership: "explicit", entries: { x: { heartbeat: { includeReasoning: false } } } } }),
  patch({ agents: { ownership: "explicit", entries: { x: { name: 3, heartbeat: { every: "abc" } } } } }),
  patch({ channels: { defaults: { heartbeat: { showOk: true } } } }),
  patch({ agents: { list: [] } }),
  patch({ foo: 1 }),
  patch({ tools: { exec: { host: "nowhere" } } }),
  {
    method: "config.patch",
    needsHash: true,
    params: ({ root, hash }) => ({
      raw: JSON.stringify({
        agents: { ownership: "explicit", entries: { "conf-a": entry(root) } },
        tools: { exec: { host: "gateway" } },
      }),
      baseHash: hash,
    }),
  },
  patch({ agents: { entries: { "conf-a": null } } }),
  { method: "config.get" },
  { method: "agents.list" },
  ...files,
  { method: "cron.list", params: { limit: 200 } },
  { method: "cron.scratch.get", params: ({ jobId }) => ({ id: jobId }) },
  { method: "cron.scratch.set", params: ({ jobId }) => ({ id: jobId, content: "x" }) },
  { method: "cron.scratch.set", params: ({ jobId }) => ({ id: jobId, content: "x", expectedRevision: 9 }) },
  { method: "cron.scratch.set", params: ({ jobId }) => ({ id: jobId, content: "x", zzz: 1 }) },
  { method: "cron.scratch.get", params: ({ jobId }) => ({ id: jobId }) },
  { method: "cron.scratch.get", params: { id: "nope" } },
  { method: "cron.scratch.get" },
  { method: "agents.workspace.list", params: { agentId: "conf-a" } },
  { method: "agents.workspace.get", params: { agentId: "conf-a", path: "SOUL.md" } },
  { method: "agents.workspace.get", params: { agentId: "conf-a", path: "nope.md" } },
];

const classic: Step[] = [
  {
    method: "config.patch",
    needsHash: true,
    restarts: true,
    params: ({ root, hash }) => ({
      raw: JSON.stringify({
        agents: { list: [{ id: "main" }, { id: "conf-a", ...entry(root) }] },
        channels: { defaults: { heartbeat: { showOk: true, showAlerts: true, useIndicator: true } } },
      }),
      baseHash: hash,
    }),
  },
  { method: "config.patch", params: { raw: "{}" } },
  { method: "config.patch", params: { raw: "{}", baseHash: "x" } },
  { method: "config.patch", params: { raw: "{}" } },
  { method: "config.get" },
  { method: "agents.list" },
  ...files,
  { method: "cron.scratch.get" },
  { method: "agents.workspace.list" },
];

/** The calls to both gateways, in this order. They change the gateways, so each must be fresh. */
export function conformanceSteps(isCurrent: boolean): Step[] {
  return [...common, ...(isCurrent ? current : classic), ...sessions, ...agents];
}
