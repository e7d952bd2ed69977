import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { forgetSyncStates, readAgentSyncStates, readFleetRevision, saveAgentSyncStates } from "./agent-sync-states.ts";
import {
  adoptPendingHashes,
  readAgentTokenStates,
  savePendingHashes,
  saveVerifiedTokens,
} from "./agent-token-state.ts";
import { deleteAgent, readAgent } from "./agents.ts";
import { deleteDeviceToken, readDeviceToken, saveDeviceToken } from "./device-tokens.ts";
import { deleteGateway } from "./gateways.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { readSetting, saveSetting } from "./settings.ts";
import { addAgent, addGateway, addOrganization, testVault } from "./test-fleet.ts";
import { keepTheirs, listWrittenFiles, saveWrittenFiles } from "./written-files.ts";

let db: Database;
let gatewayId: string;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  addOrganization(db);
  gatewayId = addGateway(db);
});
afterEach(() => db.close());

const file = (agentId: string, fileName: string, sha256 = "a") => ({
  agentId,
  fileName,
  sha256,
  maskedSha256: `masked ${sha256}`,
  writtenMaskedSha256: `masked ${sha256}`,
  sizeBytes: 3,
  updatedAtMs: 5,
});

describe("written files", () => {
  it("are read for the agents asked for", () => {
    const [one, two, other] = [addAgent(db, { gatewayId }), addAgent(db, { gatewayId }), addAgent(db, { gatewayId })];
    saveWrittenFiles(db, [file(one, "SOUL.md"), file(one, "USER.md"), file(two, "SOUL.md"), file(other, "SOUL.md")]);
    const names = listWrittenFiles(db, [one, two]).map(({ agentId, fileName }) => `${agentId} ${fileName}`);
    expect(names.sort()).toEqual([`${one} SOUL.md`, `${one} USER.md`, `${two} SOUL.md`].sort());
  });

  it("replace what was remembered, except the written hash where there is no new one, and what the operator keeps", () => {
    const agentId = addAgent(db, { gatewayId });
    saveWrittenFiles(db, [file(agentId, "SOUL.md", "a")]);
    keepTheirs(db, agentId, "SOUL.md", { theirsMaskedSha256: "masked theirs", oursMaskedSha256: "masked ours" });
    saveWrittenFiles(db, [
      { ...file(agentId, "SOUL.md", "b"), writtenMaskedSha256: null, sizeBytes: null, updatedAtMs: null },
    ]);
    expect(listWrittenFiles(db, [agentId])).toEqual([
      {
        ...file(agentId, "SOUL.md", "b"),
        writtenMaskedSha256: "masked a",
        sizeBytes: null,
        updatedAtMs: null,
        keptTheirsMaskedSha256: "masked theirs",
        keptOursMaskedSha256: "masked ours",
        recordedAt: expect.any(String),
      },
    ]);
  });

  it("are saved all or none", () => {
    const agentId = addAgent(db, { gatewayId });
    expect(() => saveWrittenFiles(db, [file(agentId, "SOUL.md"), file("no such agent", "SOUL.md")])).toThrow();
    expect(listWrittenFiles(db, [agentId])).toEqual([]);
  });

  it("go with their agent", () => {
    const agentId = addAgent(db, { gatewayId });
    saveWrittenFiles(db, [file(agentId, "SOUL.md")]);
    deleteAgent(db, agentId);
    expect(listWrittenFiles(db, [agentId])).toEqual([]);
  });
});

describe("agent sync states", () => {
  const stateOf = (agentId: string) => readAgentSyncStates(db, [agentId]).get(agentId)?.state;
  const save = (agentId: string, state: "synced" | "out-of-sync", fleetRevisionAtStart: number) =>
    saveAgentSyncStates(db, [{ agentId, state, differing: [] }], fleetRevisionAtStart);

  it("of agents that changed are forgotten where they were synced, and left where they were not", () => {
    const [synced, off, other] = [
      addAgent(db, { gatewayId }),
      addAgent(db, { gatewayId }),
      addAgent(db, { gatewayId }),
    ];
    const fleetRevisionAtStart = readFleetRevision(db);
    save(synced, "synced", fleetRevisionAtStart);
    save(off, "out-of-sync", fleetRevisionAtStart);
    save(other, "synced", fleetRevisionAtStart);
    for (const id of [synced, off]) forgetSyncStates(db, { agentIds: [id] });
    expect([synced, off, other].map(stateOf)).toEqual(["unknown", "out-of-sync", "synced"]);
  });

  it("are not called synced by whoever read the records before they changed, also of an agent never looked at", () => {
    const [seen, unseen, other] = [
      addAgent(db, { gatewayId }),
      addAgent(db, { gatewayId }),
      addAgent(db, { gatewayId }),
    ];
    save(seen, "out-of-sync", readFleetRevision(db));
    const before = readFleetRevision(db);
    for (const id of [seen, unseen]) forgetSyncStates(db, { agentIds: [id] });
    for (const id of [seen, unseen, other]) save(id, "synced", before);
    expect([seen, unseen, other].map(stateOf)).toEqual(["unknown", "unknown", "synced"]);
    for (const id of [seen, unseen]) save(id, "synced", readFleetRevision(db));
    expect([seen, unseen].map(stateOf)).toEqual(["synced", "synced"]);
    forgetSyncStates(db, "all");
    save(other, "out-of-sync", before);
    expect([seen, unseen, other].map(stateOf)).toEqual(["unknown", "unknown", "out-of-sync"]);
  });
});

describe("agent token state", () => {
  it("keeps the current hash until the pending one is adopted", () => {
    const agentId = addAgent(db, { gatewayId, agentTokenHash: "the hash" });
    savePendingHashes(db, [{ agentId, pendingHash: "first" }]);
    savePendingHashes(db, [{ agentId, pendingHash: "second" }]);
    expect(readAgent(db, agentId).agentTokenHash).toBe("the hash");
    const before = readAgent(db, agentId).updatedAt;
    adoptPendingHashes(db, [{ agentId, verifiedFingerprint: "print", verifiedInSha256: "file" }]);
    expect(readAgent(db, agentId).agentTokenHash).toBe("second");
    expect(readAgent(db, agentId).updatedAt > before).toBe(true);
    expect(readAgentTokenStates(db, [agentId]).get(agentId)).toEqual({
      agentId,
      pendingHash: null,
      verifiedHash: "second",
      verifiedFingerprint: "print",
      verifiedInSha256: "file",
    });
  });

  it("adopts nothing where nothing is pending, and touches no other agent", () => {
    const [agentId, other, unknown] = [
      addAgent(db, { gatewayId, agentTokenHash: "the hash" }),
      addAgent(db, { gatewayId, agentTokenHash: "other" }),
      addAgent(db, { gatewayId, agentTokenHash: "unknown" }),
    ];
    const none = { verifiedInSha256: null };
    saveVerifiedTokens(db, [{ agentId, verifiedHash: "the hash", verifiedFingerprint: "print", ...none }]);
    savePendingHashes(db, [{ agentId: other, pendingHash: "pending" }]);
    adoptPendingHashes(db, [
      { agentId, verifiedFingerprint: "another", ...none },
      { agentId: unknown, verifiedFingerprint: "another", ...none },
    ]);
    expect([agentId, other, unknown].map((id) => readAgent(db, id).agentTokenHash)).toEqual([
      "the hash",
      "other",
      "unknown",
    ]);
    const states = readAgentTokenStates(db, [agentId, other, unknown]);
    expect(states.get(agentId)?.verifiedFingerprint).toBe("print");
    expect(states.get(other)?.pendingHash).toBe("pending");
    expect(states.has(unknown)).toBe(false);
  });

  it("remembers a verification beside a pending hash", () => {
    const agentId = addAgent(db, { gatewayId });
    savePendingHashes(db, [{ agentId, pendingHash: "pending" }]);
    const verified = { verifiedHash: "hash", verifiedFingerprint: "print", verifiedInSha256: "file" };
    saveVerifiedTokens(db, [{ agentId, ...verified }]);
    expect(readAgentTokenStates(db, [agentId]).get(agentId)).toEqual({ agentId, pendingHash: "pending", ...verified });
    savePendingHashes(db, [{ agentId, pendingHash: null }]);
    expect(readAgentTokenStates(db, [agentId]).get(agentId)?.pendingHash).toBeNull();
  });

  it("forgets which file has the token when another token is pending", () => {
    const agentId = addAgent(db, { gatewayId });
    const verified = { verifiedHash: "hash", verifiedFingerprint: "print" };
    saveVerifiedTokens(db, [{ agentId, ...verified, verifiedInSha256: "file" }]);
    savePendingHashes(db, [{ agentId, pendingHash: "pending" }]);
    expect(readAgentTokenStates(db, [agentId]).get(agentId)).toMatchObject({ ...verified, verifiedInSha256: null });
  });

  it("forgets the times of an agent's files with the token under which they were masked", () => {
    const [agentId, other] = [addAgent(db, { gatewayId }), addAgent(db, { gatewayId })];
    const timeOf = (id: string) => listWrittenFiles(db, [id])[0]?.updatedAtMs;
    const verify = (verifiedFingerprint: string, verifiedInSha256: string) =>
      saveVerifiedTokens(db, [{ agentId, verifiedHash: "hash", verifiedFingerprint, verifiedInSha256 }]);
    verify("print", "file");
    saveWrittenFiles(db, [file(agentId, "SOUL.md"), file(other, "SOUL.md")]);
    const known = timeOf(agentId);
    verify("print", "another file");
    expect([known === null, timeOf(agentId)]).toEqual([false, known]);
    verify("another print", "another file");
    expect([timeOf(agentId), timeOf(other)]).toEqual([null, known]);
    saveWrittenFiles(db, [file(agentId, "SOUL.md")]);
    savePendingHashes(db, [{ agentId, pendingHash: "pending" }]);
    adoptPendingHashes(db, [{ agentId, verifiedFingerprint: "third print", verifiedInSha256: null }]);
    expect(timeOf(agentId)).toBeNull();
  });
});

describe("device tokens", () => {
  const url = "ws://127.0.0.1:1";

  it("are sealed, for one address, replaced, deleted, and go with their gateway", () => {
    saveDeviceToken(db, testVault, gatewayId, { token: "device-secret", scopes: ["operator.read"], url });
    saveDeviceToken(db, testVault, gatewayId, {
      token: "device-secret-2",
      scopes: ["operator.read", "operator.admin"],
      url,
    });
    expect(readDeviceToken(db, testVault, gatewayId, "ws://elsewhere:1")).toBeUndefined();
    expect(readDeviceToken(db, testVault, gatewayId, `${url}/`)).toEqual({
      token: "device-secret-2",
      scopes: ["operator.read", "operator.admin"],
    });
    expect(db.sqlite.prepare("SELECT token FROM gateway_device_tokens").pluck().get()).not.toContain("device-secret");
    deleteDeviceToken(db, gatewayId);
    expect(readDeviceToken(db, testVault, gatewayId, url)).toBeUndefined();
    saveDeviceToken(db, testVault, gatewayId, { token: "device-secret", scopes: [], url });
    deleteGateway(db, gatewayId);
    expect(readDeviceToken(db, testVault, gatewayId, url)).toBeUndefined();
  });
});

describe("settings", () => {
  it("are saved, replaced and read", () => {
    expect(readSetting(db, "theme")).toBeUndefined();
    saveSetting(db, "theme", "dark");
    saveSetting(db, "theme", "light");
    expect(readSetting(db, "theme")).toBe("light");
  });
});
