import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readAgentSyncStates, saveAgentSyncStates } from "../database/agent-sync-states.ts";
import { agent, fleet, id, organization } from "../database/fleet/test-fleet-file.ts";
import { importFleet } from "../database/import-fleet.ts";
import { type Database, openDatabase } from "../database/open-database.ts";
import { findOwner } from "../database/owner.ts";
import { testVault } from "../database/test-fleet.ts";
import {
  addPerson,
  changeOrganization,
  changePerson,
  createOrganization,
  deleteOrganizationWithConsent,
  makeOwner,
  removePerson,
} from "./change-people.ts";
import { listOrganizationRows } from "./list-organization-rows.ts";

let db: Database;
beforeEach(() => {
  db = openDatabase({ inMemory: true });
  importFleet(db, testVault, fleet());
});
afterEach(() => db.close());

const noFields = {
  name: null,
  email: null,
  preferredName: null,
  pronouns: null,
  timezone: null,
  notes: null,
  context: null,
};
const bob = { ...noFields, name: " Bob " };
const owner = id(2);
const synced = () =>
  saveAgentSyncStates(db, [{ agentId: agent, state: "synced", differing: [] }], Number.MAX_SAFE_INTEGER);
const state = () => readAgentSyncStates(db, [agent]).get(agent)?.state;

describe("people of an organization", () => {
  it("are added and edited; the files of agents that describe another owner are no longer known to be synced", () => {
    synced();
    const bobId = addPerson({ database: db }, { organizationId: organization, person: bob });
    expect(state()).toBe("synced");
    changePerson({ database: db }, bobId, { timezone: "Europe/Berlin" });
    expect(state()).toBe("synced");
    makeOwner({ database: db }, organization, bobId);
    expect(state()).toBe("unknown");
    expect(findOwner(db, organization)).toMatchObject({ name: "Bob", timezone: "Europe/Berlin" });
    synced();
    changePerson({ database: db }, bobId, { notes: "Likes tea" });
    expect(state()).toBe("unknown");
    expect(listOrganizationRows(db)[0]?.people.map(({ id: personId, role }) => [personId, role])).toEqual([
      [bobId, "owner"],
      [owner, "member"],
    ]);
  });

  it("keep their fields when they cannot become the owner, because they are not members", () => {
    const elsewhere = createOrganization({ database: db }, "Elsewhere");
    const bobId = addPerson({ database: db }, { organizationId: organization, person: bob });
    const edit = (ownerOf: string) => changePerson({ database: db }, bobId, { name: "Robert" }, { ownerOf });
    expect(() => edit(elsewhere)).toThrow('Bob is not a member of "Elsewhere".');
    expect(listOrganizationRows(db).flatMap(({ people }) => people.map(({ name }) => name))).not.toContain("Robert");
    edit(organization);
    expect(findOwner(db, organization)).toMatchObject({ name: "Robert" });
  });

  it("need a name or an address, and are gone when they are in no organization", () => {
    expect(() => addPerson({ database: db }, { organizationId: organization, person: noFields })).toThrow(
      /needs a name or an e-mail/,
    );
    expect(() => changePerson({ database: db }, owner, { email: "" })).toThrow(/needs a name or an e-mail/);
    removePerson({ database: db }, organization, owner);
    expect(() => changePerson({ database: db }, owner, { name: "x" })).toThrow(
      expect.objectContaining({ code: "not-found" }),
    );
    expect(listOrganizationRows(db)[0]).toMatchObject({ ownerId: null, people: [] });
  });
});

describe("organizations", () => {
  it("are created, renamed, and deleted unless gateways or boards belong to them", () => {
    const second = createOrganization({ database: db }, "Second");
    const firstPerson = addPerson({ database: db }, { organizationId: second, person: bob });
    expect(listOrganizationRows(db).find((row) => row.id === second)).toMatchObject({ ownerId: firstPerson });
    changeOrganization({ database: db }, second, "Renamed");
    expect(() => deleteOrganizationWithConsent({ database: db }, { id: second, confirmName: "Second" })).toThrow(
      /does not match/,
    );
    deleteOrganizationWithConsent({ database: db }, { id: second, confirmName: "Renamed" });
    expect(() => deleteOrganizationWithConsent({ database: db }, { id: organization, confirmName: "Org" })).toThrow(
      /still has gateways or boards/,
    );
    expect(listOrganizationRows(db)).toHaveLength(1);
  });

  it("are removed only from an organization that they are in", () => {
    const other = createOrganization({ database: db }, " Other ");
    expect(() => removePerson({ database: db }, other, owner)).toThrow('is not a member of "Other"');
    expect(() => makeOwner({ database: db }, other, owner)).toThrow('is not a member of "Other"');
  });
});

it.each(["", "  "])("an organization needs a name: %j", (name) => {
  expect(() => createOrganization({ database: db }, name)).toThrow("needs a name");
  expect(() => changeOrganization({ database: db }, organization, name)).toThrow("needs a name");
});
