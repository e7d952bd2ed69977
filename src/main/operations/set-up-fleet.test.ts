import { afterEach, beforeEach, expect, it } from "vitest";
import { listAgents } from "../database/agents.ts";
import { listBoards } from "../database/boards.ts";
import { dumpRows } from "../database/fleet/test-fleet-file.ts";
import { listGateways } from "../database/gateways.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { findOwner } from "../database/owner.ts";
import { testVault } from "../database/test-fleet.ts";
import { listOrganizationRows } from "./list-organization-rows.ts";
import { previewSetupAgents, readSetupStart, setUpFleet } from "./set-up-fleet.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
});
afterEach(() => db.close());

const nothing = { email: null, preferredName: null, pronouns: null, timezone: null, notes: null, context: null };
type Setup = Parameters<typeof setUpFleet>[1];
const setup: Setup = {
  gateway: {
    name: "Harbour",
    url: "ws://127.0.0.1:1",
    token: "gateway-secret-token",
    workspaceRoot: "~/.openclaw",
    allowInsecureTls: false,
    disableDevicePairing: false,
    organizationId: null,
    label: { colour: "blue", environment: "" },
  },
  owner: { ...nothing, name: "Ada Lovelace" },
  organizationName: "Analytical Engines",
  board: {
    name: "Support",
    slug: "",
    description: "",
    boardGroupId: null,
    boardType: "goal",
    objective: "Answer",
    successMetrics: null,
    targetDate: null,
    goalConfirmed: false,
    goalSource: null,
    requireApprovalForDone: true,
    requireReviewBeforeDone: false,
    commentRequiredForReview: false,
    blockStatusChangesWithPendingApproval: false,
    onlyLeadCanChangeStatus: false,
    maxAgents: 2,
  },
  agents: { text: "Bo, Engineer\nCy", leadName: "Cy" },
};
const save = (change: Partial<Setup> = {}) => setUpFleet({ database: db, vault: testVault }, { ...setup, ...change });

it("saves everything that the guided path has gathered", () => {
  expect(readSetupStart({ database: db })).toEqual({ organizationName: null, ownerName: null, canAddPeople: true });
  const { gatewayId, boardId } = save();
  const [gateway] = listGateways(db);
  expect(gateway).toMatchObject({ id: gatewayId, name: "Harbour", hasToken: true });
  expect(JSON.stringify(dumpRows(db))).not.toContain("gateway-secret-token");
  expect(findOwner(db, gateway?.organizationId ?? "")).toMatchObject({ name: "Ada Lovelace" });
  expect(listOrganizationRows(db).map(({ name }) => name)).toEqual(["Analytical Engines"]);
  expect(listBoards(db)).toMatchObject([{ id: boardId, gatewayId, objective: "Answer" }]);
  expect(listAgents(db).map(({ name, isBoardLead }) => [name, isBoardLead])).toEqual([
    ["Bo", false],
    ["Cy", true],
  ]);
  expect(readSetupStart({ database: db })).toMatchObject({
    organizationName: "Analytical Engines",
    ownerName: "Ada Lovelace",
  });
});

it("keeps an organization's name and owner when a second gateway is added", () => {
  save();
  const second = { ...setup.gateway, name: "Inland", url: "ws://127.0.0.1:2" };
  setUpFleet({ database: db, vault: testVault }, { ...setup, gateway: second, owner: null, organizationName: "Other" });
  const [organization, ...others] = listOrganizationRows(db);
  expect(others).toEqual([]);
  expect(organization).toMatchObject({ name: "Analytical Engines", people: [{ name: "Ada Lovelace" }] });
});

it.each([
  ["an agent", { agents: { text: "Bo\nbo", leadName: null } }, /Row 2/],
  ["the owner", { owner: { ...nothing, name: " " } }, /name or an e-mail/],
  ["the gateway", { gateway: { ...setup.gateway, url: "http://x?token=1" } }, /./],
])("saves nothing when %s is wrong", (_what, change, message) => {
  const before = dumpRows(db);
  expect(() => save(change as Partial<Setup>)).toThrow(message);
  expect(dumpRows(db)).toEqual(before);
});

it("may be without agents for now, and shows what a table would add", () => {
  save({ agents: { text: " ", leadName: null } });
  expect(listAgents(db)).toEqual([]);
  const { rows, agents } = previewSetupAgents({
    text: "Name,Board\nBo,support\nCy,Sales",
    boardName: "Support",
    leadName: "Bo",
  });
  expect(rows.map(({ faults }) => faults)).toEqual([[], ['There is no board "Sales".']]);
  expect(agents).toEqual([{ name: "Bo", boardName: "Support", isLead: true }]);
});
