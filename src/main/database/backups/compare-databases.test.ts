import { expect, test } from "vitest";
import { moveToBin } from "../bin/bin-entries.ts";
import { openDatabase } from "../open-database.ts";
import { addOrganization, organizationId } from "../test-fleet.ts";
import { compareDatabases } from "./compare-databases.ts";

test("a restore names what was deleted since, which the bin alone has", () => {
  const [now, then] = [openDatabase({ inMemory: true }), openDatabase({ inMemory: true })];
  addOrganization(now);
  const roots = [{ table: "organizations", ids: [organizationId] }];
  moveToBin(now, { kind: "organization", recordId: organizationId, name: "Org", place: null, roots });
  now.sqlite.exec("DELETE FROM organizations");
  expect(compareDatabases(now.sqlite, then.sqlite).records).toEqual([
    { what: "entries of the bin", added: ["Org"], changed: [], deleted: [] },
  ]);
  now.close();
  then.close();
});
