/** The behaviour of one version of OpenClaw in everything that differs between versions (docs/gateways.md, By version). */
export type Profile = {
  version: string;
  /** The version in hello-ok; "dev" before 2026.3. */
  reportedVersion: string;
  protocol: 3 | 4;
  maxPayloadBytes: number;
  /** Requests in flight on one connection before the gateway answers busy; null: it never does. */
  maxInFlight: number | null;
  hasAgentMethods: boolean;
  hasSchemaLookup: boolean;
  hasScratch: boolean;
  /** Whether `agents.defaults.heartbeat` wakes every agent, or the default agent only. */
  defaultHeartbeatReachesAll: boolean;
  /** Whether `tools.exec.host` may be "auto". */
  hasAutoExecHost: boolean;
  rosterKey: "list" | "entries";
  listMerge: "replaces" | "by-id";
  /** How the gateway applies a config.patch that changes something. */
  patchEffect: "restarts-twice" | "restarts" | "hot";
  /** Up to 2026.3.28, even a patch that changes nothing is written and restarts the gateway. */
  writesNoopPatches: boolean;
  /** The written patches that are answered with close 1012 instead of a reply. */
  patchWithoutReply: "never" | "channels";
  /** Whether a hot gateway restarts a moment after its answer when channels change. */
  restartsForChannels: boolean;
  /** Whether a restart within the process uses the config that the process was started with, not the one on disk. */
  restartsWithOldConfig: boolean;
  patchReplyHasHash: boolean;
  /** Whether a roster with a deleted agent is applied with a restart, or only stored until the next one. */
  takesDeletedIn: boolean;
  /** How config.get shows a config file that a person wrote: its text, its content in other words, or not at all. */
  showsConfigFile: "as-written" | "rewritten" | "no";
  /** null: unlimited. */
  configPatchesPerMinute: number | null;
  acceptsHeartbeatReasoning: boolean;
  hasToolsAndHeartbeatFiles: boolean;
  hasFileHashes: boolean;
  /**
   * The largest workspace file that is served; null if there is no limit, and an answer that is too large ends the
   * connection.
   */
  maxFileBytes: number | null;
  createNeedsWorkspace: boolean;
  createRestarts: boolean;
  concurrentCreates: "loses" | "keeps";
  /** How long other methods do not know a new agent after agents.create or config.patch. */
  visibleAfterCreateMs: number;
  visibleAfterPatchMs: number;
  deletesMainSessions: boolean;
  hasAuthErrorDetails: boolean;
  /** Whether a device may also sign platform and family; older gateways check only the payload without them. */
  takesSignatureV3: boolean;
  hasBootId: boolean;
  /** New in 2026.8.1: texts of errors, scopes of token-only connections, shapes of several answers. */
  dialect: "classic" | "current";
  /** How long a restart takes on a real gateway; used when the restart time is not set. */
  restartMs: number;
};

type Column = { from: string; differs: Partial<Omit<Profile, "version">> };

const oldest: Omit<Profile, "version"> = {
  reportedVersion: "dev",
  protocol: 3,
  maxPayloadBytes: 512 * 1024,
  maxInFlight: null,
  hasAgentMethods: false,
  hasSchemaLookup: false,
  hasScratch: false,
  defaultHeartbeatReachesAll: false,
  hasAutoExecHost: false,
  rosterKey: "list",
  listMerge: "replaces",
  patchEffect: "restarts-twice",
  writesNoopPatches: true,
  patchWithoutReply: "never",
  restartsForChannels: false,
  restartsWithOldConfig: false,
  patchReplyHasHash: false,
  takesDeletedIn: false,
  showsConfigFile: "as-written",
  configPatchesPerMinute: null,
  acceptsHeartbeatReasoning: true,
  hasToolsAndHeartbeatFiles: true,
  hasFileHashes: false,
  maxFileBytes: null,
  createNeedsWorkspace: true,
  createRestarts: false,
  concurrentCreates: "loses",
  visibleAfterCreateMs: 0,
  visibleAfterPatchMs: 0,
  deletesMainSessions: true,
  hasAuthErrorDetails: false,
  takesSignatureV3: false,
  hasBootId: false,
  dialect: "classic",
  restartMs: 1500,
};

/** Each profile lists only the differences from the one before it. */
const columns: Column[] = [
  { from: "2026.1.30", differs: {} },
  { from: "2026.2.9", differs: { hasAgentMethods: true, createRestarts: true } },
  {
    from: "2026.2.26",
    differs: {
      maxPayloadBytes: 25 * 1024 * 1024,
      listMerge: "by-id",
      patchEffect: "restarts",
      createRestarts: false,
      configPatchesPerMinute: 3,
      visibleAfterCreateMs: 500,
      visibleAfterPatchMs: 600,
      hasAuthErrorDetails: true,
      takesSignatureV3: true,
    },
  },
  {
    from: "2026.3.28",
    differs: {
      reportedVersion: "",
      hasSchemaLookup: true,
      visibleAfterCreateMs: 0,
      visibleAfterPatchMs: 0,
      showsConfigFile: "rewritten",
    },
  },
  {
    from: "2026.4.15",
    differs: {
      patchEffect: "hot",
      writesNoopPatches: false,
      patchWithoutReply: "channels",
      hasAutoExecHost: true,
      showsConfigFile: "no",
    },
  },
  { from: "2026.5.4", differs: { restartsWithOldConfig: true } },
  { from: "2026.5.12", differs: { protocol: 4, restartsWithOldConfig: false, defaultHeartbeatReachesAll: true } },
  { from: "2026.5.20", differs: { patchWithoutReply: "never", restartsForChannels: true, concurrentCreates: "keeps" } },
  { from: "2026.7.35", differs: { showsConfigFile: "as-written" } },
  {
    from: "2026.8.1",
    differs: {
      maxInFlight: 260,
      rosterKey: "entries",
      restartsForChannels: false,
      hasScratch: true,
      patchReplyHasHash: true,
      configPatchesPerMinute: 30,
      acceptsHeartbeatReasoning: false,
      createNeedsWorkspace: false,
      deletesMainSessions: false,
      hasBootId: true,
      dialect: "current",
      maxFileBytes: 16 * 1024 * 1024,
      restartMs: 17_000,
    },
  },
  { from: "2026.9.3", differs: { hasToolsAndHeartbeatFiles: false } },
  { from: "2026.9.4", differs: { hasFileHashes: true, takesDeletedIn: true } },
  { from: "2026.9.5", differs: { visibleAfterCreateMs: 500 } },
];

/**
 * The behaviour of a version of OpenClaw: that of the nearest measured version at or before it.
 *
 * @param version such as `2026.9.6`, not before 2026.1.30.
 * @throws RangeError for anything else.
 */
export function profileOf(version: string): Profile {
  const wanted = versionNumber(version);
  let profile: Profile = { ...oldest, version };
  let known = false;
  for (const column of columns) {
    if (versionNumber(column.from) > wanted) break;
    profile = { ...profile, ...column.differs };
    known = true;
  }
  if (!known)
    throw new RangeError(`The practice gateway cannot simulate ${version}: the oldest measured version is 2026.1.30.`);
  return { ...profile, reportedVersion: profile.reportedVersion || version };
}

function versionNumber(version: string): number {
  const match = /^(\d{4})\.(\d{1,2})\.(\d{1,3})$/.exec(version);
  if (!match) throw new RangeError(`"${version}" is not a version such as 2026.9.6.`);
  return Number(match[1]) * 100_000 + Number(match[2]) * 1000 + Number(match[3]);
}
