import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  deleteAgent,
  findBoardLead,
  findMainAgent,
  listAgentsOfBoards,
  listStrayAgents,
  readAgent,
  updateAgent,
} from "./agents.ts";
import { deleteBoard, findBoard, listBoardsOfGateway, readBoard, updateBoard } from "./boards.ts";
import { keepFirstCertificate, readCertificate, saveCertificate } from "./gateway-certificates.ts";
import { deleteGateway, findGateway, listGateways, readGateway, readGatewayToken, updateGateway } from "./gateways.ts";
import { type Database, openDatabase } from "./open-database.ts";
import { findOwner } from "./owner.ts";
import { organizationMembers, users } from "./schema/record-tables.ts";
import { addAgent, addBoard, addGateway, addOrganization, organizationId, testVault } from "./test-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  addOrganization(db);
});
afterEach(() => db.close());

const notFound = expect.objectContaining({ code: "not-found" });
const at = (second: number) => `2026-01-01T00:00:0${second}.000000Z`;

describe("gateways", () => {
  it("are found by id, by exact name, and by a name in another case when it is the only one", () => {
    const lower = addGateway(db, { name: "north" });
    const upper = addGateway(db, { name: "North" });
    const south = addGateway(db, { name: "South" });
    expect(findGateway(db, south.toUpperCase()).id).toBe(south);
    expect(findGateway(db, "North").id).toBe(upper);
    expect(findGateway(db, " north ").id).toBe(lower);
    expect(findGateway(db, "SOUTH").id).toBe(south);
    expect(() => findGateway(db, "NORTH")).toThrow(expect.objectContaining({ code: "bad-input" }));
  });

  it("are listed when one is not found", () => {
    const id = addGateway(db, { name: "North" });
    expect(() => findGateway(db, "east")).toThrow(
      expect.objectContaining({ code: "not-found", hint: expect.stringContaining(`North (${id})`) }),
    );
  });

  it("say whether they have a token and show it only to the vault's holder", () => {
    const id = addGateway(db, { token: "gateway-secret" });
    expect(readGateway(db, id)).toMatchObject({ hasToken: true });
    expect(readGateway(db, addGateway(db))).toMatchObject({ hasToken: false });
    expect(listGateways(db).every((gateway) => !("token" in gateway))).toBe(true);
    expect(readGatewayToken(db, testVault, id)).toBe("gateway-secret");
    expect(readGatewayToken(db, testVault, addGateway(db))).toBeNull();
  });

  it("cannot have each other's sealed token", () => {
    const [one, other] = [addGateway(db, { token: "one" }), addGateway(db, { token: "other" })];
    db.sqlite
      .prepare("UPDATE gateways SET token = (SELECT token FROM gateways WHERE id = ?) WHERE id = ?")
      .run(one, other);
    expect(() => readGatewayToken(db, testVault, other)).toThrow(expect.objectContaining({ code: "vault-key" }));
  });

  it("keep, change or lose their token as the change says", () => {
    const id = addGateway(db, { token: "first" });
    expect(updateGateway(db, testVault, id, { name: "Renamed" })).toMatchObject({ name: "Renamed", hasToken: true });
    expect(readGatewayToken(db, testVault, id)).toBe("first");
    updateGateway(db, testVault, id, { token: "second" });
    expect(readGatewayToken(db, testVault, id)).toBe("second");
    expect(updateGateway(db, testVault, id, { token: null })).toMatchObject({ hasToken: false });
  });

  it("do not use a token for another scheme, host or port than it was given for", () => {
    const id = addGateway(db, { token: "first", url: "ws://a:1" });
    updateGateway(db, testVault, id, { url: "ws://A:1/path" });
    expect(readGatewayToken(db, testVault, id)).toBe("first");
    for (const url of ["wss://a:1", "ws://b:1", "ws://a:2"]) {
      expect(updateGateway(db, testVault, id, { url })).toMatchObject({ hasToken: false, awaitsToken: true });
      expect(readGatewayToken(db, testVault, id)).toBeNull();
    }
    expect(updateGateway(db, testVault, id, { url: "ws://a:1" })).toMatchObject({ hasToken: true, awaitsToken: false });
    updateGateway(db, testVault, id, { url: "ws://b:1", token: "second" });
    expect(readGatewayToken(db, testVault, id)).toBe("second");
    expect(updateGateway(db, testVault, id, { url: "ws://c:1", token: null })).toMatchObject({ awaitsToken: false });
  });

  it("keep the first certificate of their address, and the one that was accepted since", () => {
    const url = "wss://a:1";
    const id = addGateway(db, { url, allowInsecureTls: true });
    expect(readGateway(db, id).certificateSha256).toBeNull();
    expect(keepFirstCertificate(db, id, { url, sha256: "AA" })).toBe("AA");
    expect(keepFirstCertificate(db, id, { url, sha256: "BB" })).toBe("AA");
    saveCertificate(db, id, { url, sha256: "BB" });
    updateGateway(db, testVault, id, { url: "wss://A:1/path", name: "Renamed" });
    expect(readGateway(db, id).certificateSha256).toBe("BB");
    expect(readCertificate(db, id, "wss://b:1")).toBeNull();
  });

  it("forget the certificate with another address, and when it must be trusted again", () => {
    const id = addGateway(db, { url: "wss://a:1", allowInsecureTls: true });
    keepFirstCertificate(db, id, { url: "wss://a:1", sha256: "AA" });
    updateGateway(db, testVault, id, { url: "wss://a:2" });
    expect(readGateway(db, id).certificateSha256).toBeNull();
    // A connection that was opened before the address changed pins nothing for the new one.
    expect(keepFirstCertificate(db, id, { url: "wss://a:1", sha256: "CC" })).toBe("CC");
    expect(readGateway(db, id).certificateSha256).toBeNull();
    expect(keepFirstCertificate(db, id, { url: "wss://a:2", sha256: "BB" })).toBe("BB");
    db.sqlite.prepare("UPDATE gateways SET allow_insecure_tls = 0 WHERE id = ?").run(id);
    db.sqlite.prepare("UPDATE gateways SET allow_insecure_tls = 1 WHERE id = ?").run(id);
    expect(readGateway(db, id).certificateSha256).toBeNull();
  });

  it("are missed by every operation", () => {
    const id = randomUUID();
    expect(() => readGateway(db, id)).toThrow(notFound);
    expect(() => readGatewayToken(db, testVault, id)).toThrow(notFound);
    expect(() => updateGateway(db, testVault, id, { name: "x" })).toThrow(notFound);
    expect(() => deleteGateway(db, id)).toThrow(notFound);
  });

  it("take their agents along when deleted, and leave their boards without a gateway", () => {
    const gatewayId = addGateway(db);
    const boardId = addBoard(db, { gatewayId });
    const agentId = addAgent(db, { gatewayId, boardId });
    deleteGateway(db, gatewayId);
    expect(readBoard(db, boardId).gatewayId).toBeNull();
    expect(() => readAgent(db, agentId)).toThrow(notFound);
  });
});

describe("boards", () => {
  it("are listed by gateway, oldest first, then by id", () => {
    const gatewayId = addGateway(db);
    const [low = "", high = ""] = [randomUUID(), randomUUID()].sort();
    addBoard(db, { id: high, gatewayId, createdAt: at(2) });
    addBoard(db, { id: low, gatewayId, createdAt: at(2) });
    const oldest = addBoard(db, { gatewayId, createdAt: at(1) });
    addBoard(db, { gatewayId: addGateway(db) });
    addBoard(db);
    expect(listBoardsOfGateway(db, gatewayId).map((board) => board.id)).toEqual([oldest, low, high]);
  });

  it("of one gateway are not mistaken for another's of the same name", () => {
    const [one, other] = [addGateway(db), addGateway(db)];
    const wanted = addBoard(db, { name: "Sales", gatewayId: one });
    addBoard(db, { name: "Sales", gatewayId: other });
    expect(findBoard(db, "sales", one).id).toBe(wanted);
    expect(() => findBoard(db, "sales")).toThrow(expect.objectContaining({ code: "bad-input" }));
    expect(() => findBoard(db, wanted, other)).toThrow(notFound);
  });

  it("keep JSON and flags as they are", () => {
    const id = addBoard(db, { successMetrics: { leads: [1, null, { deep: true }] }, onlyLeadCanChangeStatus: true });
    expect(readBoard(db, id)).toMatchObject({
      successMetrics: { leads: [1, null, { deep: true }] },
      onlyLeadCanChangeStatus: true,
      goalConfirmed: false,
    });
    expect(updateBoard(db, id, { successMetrics: null }).successMetrics).toBeNull();
  });

  it("take their agents along when deleted, so that none becomes a main agent", () => {
    const gatewayId = addGateway(db);
    const boardId = addBoard(db, { gatewayId });
    addAgent(db, { gatewayId, boardId });
    deleteBoard(db, boardId);
    expect(findMainAgent(db, gatewayId)).toBeUndefined();
    expect(() => deleteBoard(db, boardId)).toThrow(notFound);
  });
});

describe("agents", () => {
  it("of many boards come oldest first over all boards, then by id", () => {
    const gatewayId = addGateway(db);
    const [one, two, other] = [addBoard(db), addBoard(db), addBoard(db)];
    const [low = "", high = ""] = [randomUUID(), randomUUID()].sort();
    addAgent(db, { id: high, gatewayId, boardId: one, createdAt: at(3) });
    addAgent(db, { id: low, gatewayId, boardId: two, createdAt: at(3) });
    const second = addAgent(db, { gatewayId, boardId: one, createdAt: at(2) });
    const first = addAgent(db, { gatewayId, boardId: two, createdAt: at(1) });
    const stray = addAgent(db, { gatewayId, boardId: other });
    const main = addAgent(db, { gatewayId });
    expect(listAgentsOfBoards(db, [one, two]).map((agent) => agent.id)).toEqual([first, second, low, high]);
    expect(listAgentsOfBoards(db, [])).toEqual([]);
    const strays = (boardIds: string[]) => listStrayAgents(db, gatewayId, boardIds).map((agent) => agent.id);
    expect(strays([one, two].flatMap((id) => id ?? []))).toEqual([stray]);
    expect(strays([])).toHaveLength(5);
    expect(strays([])).not.toContain(main);
  });

  it("are asked for by 100,000 boards at once", () => {
    const boardId = addBoard(db);
    const agentId = addAgent(db, { gatewayId: addGateway(db), boardId });
    const boardIds = [...Array.from({ length: 100_000 }, () => randomUUID()), boardId];
    expect(listAgentsOfBoards(db, boardIds).map((agent) => agent.id)).toEqual([agentId]);
  });

  it("without a board are the main agent of their own gateway", () => {
    const [gatewayId, other] = [addGateway(db), addGateway(db)];
    addAgent(db, { gatewayId, boardId: addBoard(db) });
    addAgent(db, { gatewayId: other });
    expect(findMainAgent(db, gatewayId)).toBeUndefined();
    const main = addAgent(db, { gatewayId });
    expect(findMainAgent(db, gatewayId)?.id).toBe(main);
  });

  it("lead their own board only", () => {
    const gatewayId = addGateway(db);
    const [boardId, other] = [addBoard(db), addBoard(db)];
    addAgent(db, { gatewayId, boardId });
    addAgent(db, { gatewayId, boardId: other, isBoardLead: true });
    expect(findBoardLead(db, boardId)).toBeUndefined();
    const lead = addAgent(db, { gatewayId, boardId, isBoardLead: true });
    expect(findBoardLead(db, boardId)?.id).toBe(lead);
  });

  it("change the named columns and updated_at, nulls included", () => {
    const id = addAgent(db, { gatewayId: addGateway(db), lastProvisionError: "boom", updatedAt: at(1) });
    const before = readAgent(db, id);
    const after = updateAgent(db, id, { lastProvisionError: null, status: "online" });
    expect(after).toEqual({ ...before, lastProvisionError: null, status: "online", updatedAt: after.updatedAt });
    expect(after.updatedAt > before.updatedAt).toBe(true);
    expect(readAgent(db, id)).toEqual(after);
  });

  it("are missed by every operation", () => {
    expect(() => readAgent(db, randomUUID())).toThrow(notFound);
    expect(() => updateAgent(db, randomUUID(), { name: "x" })).toThrow(notFound);
    expect(() => deleteAgent(db, randomUUID())).toThrow(notFound);
  });
});

describe("the owner", () => {
  function addMember(role: string, createdAt: string, id = randomUUID()): string {
    const userId = randomUUID();
    db.orm.insert(users).values({ id: userId }).run();
    db.orm.insert(organizationMembers).values({ id, organizationId, userId, role, createdAt }).run();
    return userId;
  }

  it("is the oldest member with the role owner", () => {
    addMember("admin", at(1));
    const owner = addMember("owner", at(2));
    addMember("owner", at(3));
    expect(findOwner(db, organizationId)?.id).toBe(owner);
  });

  it("is the one with the lower membership id among equally old ones", () => {
    const [low, high] = [randomUUID(), randomUUID()].sort();
    addMember("owner", at(1), high);
    const owner = addMember("owner", at(1), low);
    expect(findOwner(db, organizationId)?.id).toBe(owner);
  });

  it("may be missing", () => {
    addMember("admin", at(1));
    expect(findOwner(db, organizationId)).toBeUndefined();
  });
});
