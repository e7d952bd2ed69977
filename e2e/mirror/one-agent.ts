import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { type Installation, openInstallation } from "./installation.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

/* One agent in Mission Control, and an installation that has it as its source. Importing this file is enough. */

export let control: MissionControl;
export let here: Installation;
export let organization_id: string;
export let gateway_id: string;
export let board_id: string;
export let agent: string;

beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());

beforeEach(async () => {
  await control.query("TRUNCATE organizations, users, activity_events CASCADE");
  organization_id = await control.add("organizations", { name: "Org" });
  gateway_id = await control.add("gateways", { organization_id, name: "North", token: "gateway-secret" });
  board_id = await control.add("boards", { organization_id, gateway_id, name: "Sales" });
  agent = await control.add("agents", {
    board_id,
    gateway_id,
    name: "Ada",
    openclaw_session_id: "agent:lead-1:main",
    agent_token_hash: "one",
  });
  here = openInstallation();
  await here.setSource(control.url);
});
afterEach(() => here.close());
