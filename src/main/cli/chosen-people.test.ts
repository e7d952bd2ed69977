import { afterEach, beforeEach, expect, it } from "vitest";
import type { JsonObject } from "../../shared/records.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
beforeEach(async () => {
  fixture = await openCliFixture({ version: "2026.9.6" });
});
afterEach(() => fixture.close());

const filesOf = (name: string) => fixture.gateway.agentIds.flatMap((key) => fixture.gateway.readFile(key, name) ?? []);

it("lead ensure --identity gives a new lead its role, and refuses what has no key", async () => {
  const cli = fixture.newCli();
  const { board_memory: _, ...fleet } = fixture.fleetWith();
  await fixture.importInto(cli, { ...fleet, agents: [] });
  const ensure = ["lead", "ensure", "--board", "Market Research"];
  expect((await cli.runHere([...ensure, "--identity", "Chief of Otters"])).code).toBe(2);
  expect((await cli.runHere([...ensure, "--identity", "role=Chief of Otters"])).code).toBe(0);
  expect(filesOf("IDENTITY.md").filter((text) => text.includes("Chief of Otters"))).toHaveLength(1);
});

it("sync --user writes this person into USER.md, and refuses one who is not there", async () => {
  const cli = fixture.newCli();
  const fleet = fixture.fleetWith();
  const [user = {}] = fleet.users as JsonObject[];
  const [member = {}] = fleet.organization_members as JsonObject[];
  const id = "5eed0000-0000-4000-8009-000000000099";
  const other = { ...user, id, email: "ottilie@example.com", name: "Ottilie Otter", preferred_name: null };
  await fixture.importInto(cli, {
    ...fleet,
    users: [user, other],
    organization_members: [member, { ...member, id, user_id: id, role: "member" }],
  });
  const sync = ["sync", "--gateway", "Practice gateway"];
  expect((await cli.runHere([...sync, "--user", "No Such Person"])).code).toBe(2);
  expect(filesOf("USER.md").join()).not.toContain("Ottilie Otter");
  await cli.runHere([...sync, "--user", "Ottilie Otter", "--rotate-tokens", "--overwrite"]);
  expect(filesOf("USER.md").filter((text) => text.includes("Ottilie Otter")).length).toBeGreaterThan(1);
});
