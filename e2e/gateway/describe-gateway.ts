import { afterAll, beforeAll, describe } from "vitest";
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
import { otherAgentCases } from "./cases/other-agents.ts";
import { outageCases } from "./cases/outages.ts";
import { planCases } from "./cases/plans.ts";
import { refusalCases } from "./cases/refusals.ts";
import { rosterCases } from "./cases/rosters.ts";
import { scopeCases } from "./cases/scope.ts";
import { sessionCases } from "./cases/sessions.ts";
import { tokenCases } from "./cases/tokens.ts";
import { openWorld, type VersionFacts, type World } from "./world.ts";

/** Includes an install of OpenClaw from npm if needed. */
const openTimeoutMs = 15 * 60_000;
/** A restart takes up to 20 s on a busy machine, and some cases have two. */
const caseTimeoutMs = 5 * 60_000;

/** The end-to-end suite against one version of OpenClaw: one real gateway, started once. */
export function describeGateway(facts: VersionFacts): void {
  describe(`OpenClaw ${facts.version}`, { timeout: caseTimeoutMs }, () => {
    let opened: World | undefined;
    beforeAll(async () => {
      opened = await openWorld(facts);
    }, openTimeoutMs);
    afterAll(() => opened?.close(), caseTimeoutMs);
    const world = (): World => {
      if (!opened) throw new Error("the gateway did not start");
      return opened;
    };

    describe("a template sync", () => firstSyncCases(world));
    describe("files edited on the gateway", () => driftCases(world));
    describe("files of many MB", () => largeFileCases(world));
    describe("agents deleted on the gateway", () => deletedAgentCases(world));
    describe("agents that get another workspace", () => moveCases(world));
    describe("plans", () => planCases(world));
    describe("agent tokens", () => tokenCases(world));
    describe("the scope of a sync", () => scopeCases(world));
    describe("sessions", () => sessionCases(world));
    describe("the operator's own configuration", () => operatorsKeyCases(world));
    describe("a roster that is refused in part", () => rosterCases(world));
    describe("a gateway that refuses or cannot be reached", () => refusalCases(world));
    describe("an outage of the gateway, and a cancelled run", () => outageCases(world));
    describe("a crash of Flight Deck", () => crashCases(world));
    describe("edits by hand", () => handEditCases(world));
    describe("the command line", () => commandLineCases(world));
    describe("a lead agent", () => leadCases(world));
    describe("agents made by others", () => otherAgentCases(world));
  });
}
