import { afterAll, beforeAll, describe } from "vitest";
import { adoptionCases } from "./cases/adoption.ts";
import { commandLineCases } from "./cases/command-line.ts";
import { crashCases } from "./cases/crashes.ts";
import { deletedAgentCases } from "./cases/deleted-agents.ts";
import { driftCases } from "./cases/drift.ts";
import { firstSyncCases } from "./cases/first-sync.ts";
import { handEditCases } from "./cases/hand-edits.ts";
import { largeFileCases } from "./cases/large-files.ts";
import { leadCases } from "./cases/lead.ts";
import { moveCases } from "./cases/moves.ts";
import { operatorsKeyCases } from "./cases/operators-keys.ts";
import { orphanCases } from "./cases/orphans.ts";
import { otherAgentCases } from "./cases/other-agents.ts";
import { outageCases } from "./cases/outages.ts";
import { planCases } from "./cases/plans.ts";
import { refusalCases } from "./cases/refusals.ts";
import { rosterCases } from "./cases/rosters.ts";
import { scopeCases } from "./cases/scope.ts";
import { seededWorkspaceCases } from "./cases/seeded-workspaces.ts";
import { sessionCases } from "./cases/sessions.ts";
import { tokenCases } from "./cases/tokens.ts";
import { undoCases } from "./cases/undo.ts";
import { type GatewayFixture, openGatewayFixture, type VersionFacts } from "./gateway-fixture.ts";

/** Includes an install of OpenClaw from npm if needed. */
const openTimeoutMs = 15 * 60_000;
/** A restart takes up to 20 s on a busy machine, and some cases have two. */
const caseTimeoutMs = 5 * 60_000;

/** The end-to-end suite against one version of OpenClaw: one real gateway, started once. */
export function describeGateway(facts: VersionFacts): void {
  describe(`OpenClaw ${facts.version}`, { timeout: caseTimeoutMs }, () => {
    let opened: GatewayFixture | undefined;
    beforeAll(async () => {
      opened = await openGatewayFixture(facts);
    }, openTimeoutMs);
    afterAll(() => opened?.close(), caseTimeoutMs);
    const fixture = (): GatewayFixture => {
      if (!opened) throw new Error("the gateway did not start");
      return opened;
    };

    describe("a template sync", () => firstSyncCases(fixture));
    describe("files edited on the gateway", () => driftCases(fixture));
    describe("files of many MB", () => largeFileCases(fixture));
    describe("agents deleted on the gateway", () => deletedAgentCases(fixture));
    describe("agents that get another workspace", () => moveCases(fixture));
    describe("plans", () => planCases(fixture));
    describe("earlier versions of files", () => undoCases(fixture));
    describe("agent tokens", () => tokenCases(fixture));
    describe("the scope of a sync", () => scopeCases(fixture));
    describe("sessions", () => sessionCases(fixture));
    describe("the operator's own configuration", () => operatorsKeyCases(fixture));
    describe("a roster that is refused in part", () => rosterCases(fixture));
    describe("a gateway that refuses or cannot be reached", () => refusalCases(fixture));
    describe("an outage of the gateway, and a cancelled run", () => outageCases(fixture));
    describe("a crash of Flight Deck", () => crashCases(fixture));
    describe("edits by hand", () => handEditCases(fixture));
    describe("the command line", () => commandLineCases(fixture));
    describe("a lead agent", () => leadCases(fixture));
    describe("workspaces that the gateway filled", () => seededWorkspaceCases(fixture));
    describe("agents without a record", () => orphanCases(fixture));
    describe("agents that are adopted", () => adoptionCases(fixture));
    describe("agents made by others", () => otherAgentCases(fixture));
  });
}
