import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { readAgent } from "../../src/main/database/agents.ts";
import { readBoard } from "../../src/main/database/boards.ts";
import { readGateway } from "../../src/main/database/gateways.ts";
import { hasMirrorSource } from "../../src/main/database/mirror/mirror-source.ts";
import { classic } from "../../src/main/gateway/classic.ts";
import { openCheckIns } from "../../src/main/mirror/read-check-ins.ts";
import { scopedAgent } from "../../src/main/provisioning/desired/find-scope.ts";
import { createRenderer } from "../../src/main/provisioning/desired/render-agent.ts";
import { setWith } from "../../src/main/templates/test-support.ts";
import { type Installation, openInstallation } from "./installation.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
let here: Installation;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());
beforeEach(() => {
  here = openInstallation();
});
afterEach(() => here.close());

const names = ["board_success_metrics", "board_target_date", "board_objective", "identity_verbosity", "user_notes"];
const template = `|{% if board_id is defined %}${names.map((name) => `{{ ${name} }}`).join("|")}{% endif %}|`;

it("files are rendered from what PostgreSQL holds, byte for byte", async () => {
  const organization_id = await control.add("organizations");
  const user_id = await control.add("users", { name: "Mara", notes: "  Notes.\r\n" });
  await control.add("organization_members", { organization_id, user_id, role: "owner" });
  const gateway_id = await control.add("gateways", { organization_id });
  const board_id = await control.add("boards", {
    organization_id,
    gateway_id,
    objective: "\tRelaunch ",
    success_metrics: '{"b": 1.0,"2":12345678901234567890, "a":"ö"}',
    target_date: "2026-12-01 10:00:00.120000",
  });
  const agent_id = await control.add("agents", { gateway_id, board_id, identity_profile: '{"verbosity":2.50}' });
  await here.setSource(control.url);
  await here.pull();

  const { database } = here;
  const templates = await setWith({ "BOARD_MEMORY.md.j2": template });
  const isMirror = () => hasMirrorSource(database);
  const renderer = createRenderer({ database, templates, baseUrl: "http://127.0.0.1:8000", isMirror });
  const gateway = readGateway(database, gateway_id);
  const scoped = scopedAgent(gateway, readAgent(database, agent_id), readBoard(database, board_id));
  const files = await renderer.forGateway(gateway, null)(scoped, classic);

  expect(files.find(({ name }) => name === "MEMORY.md")?.maskedContent).toBe(
    '|{"b": 1.0, "2": 12345678901234567890, "a": "\\u00f6"}|2026-12-01T10:00:00.120000|\tRelaunch |2.5|  Notes.\r\n|',
  );
});

it("check-ins are read as they are now, and kept", async () => {
  const organization_id = await control.add("organizations");
  const gateway_id = await control.add("gateways", { organization_id });
  const agent_id = await control.add("agents", { gateway_id });
  const silent = await control.add("agents", { gateway_id });
  await here.setSource(control.url);
  await here.pull();
  const changes = () => here.query("SELECT * FROM mirror_changes ORDER BY row_id");
  const before = changes();
  const checkIns = openCheckIns(here);
  expect(checkIns.areKnown()).toBe(true);
  await control.query("UPDATE agents SET last_seen_at = '2026-11-28 10:00:00.5' WHERE id = $1", [agent_id]);
  const at = "2026-11-28T10:00:00.500000Z";
  expect(await checkIns.readLastSeen([agent_id, silent])).toEqual(
    new Map([
      [agent_id, at],
      [silent, null],
    ]),
  );
  expect(readAgent(here.database, agent_id).lastSeenAt).toBe(at);
  expect(changes()).toEqual(before);
});
