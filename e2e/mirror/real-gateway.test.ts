import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RealGateway, startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import { listAgentsOfGateway } from "../../src/main/database/agents.ts";
import { type App, openApp } from "../../src/main/open-app.ts";
import { setMirror } from "../../src/main/operations/change-mirror.ts";
import { pushMirror } from "../../src/main/operations/push-mirror.ts";
import { syncTemplates } from "../../src/main/provisioning/sync-gateway.ts";
import { agentKey } from "../../src/shared/identity.ts";
import { syncOptionsSchema } from "../../src/shared/sync-options.ts";
import { withRawClient } from "../gateway/raw-client.ts";
import { readFile } from "../gateway/read-back.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";
import { verifyHashes } from "./verify-hashes.ts";

let control: MissionControl;
let gateway: RealGateway;
let app: App;
const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-mirror-"));

beforeAll(async () => {
  [control, gateway] = await Promise.all([startMissionControl(), startRealGateway({ version: "2026.9.6" })]);
  app = await openApp({ dataDir, env: {}, baseUrl: "http://127.0.0.1:9/mission-control" });
}, 600_000);
afterAll(async () => {
  app?.close();
  await gateway?.stop();
  await control?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function addFleet(): Promise<string> {
  const organization_id = await control.add("organizations");
  const user_id = await control.add("users", { name: "Olga Owner" });
  await control.add("organization_members", { organization_id, user_id, role: "owner" });
  const { url, token } = gateway;
  const gateway_id = await control.add("gateways", {
    organization_id,
    name: "Real",
    url,
    token,
    workspace_root: gateway.workspaceRoot,
  });
  const board_id = await control.add("boards", { organization_id, gateway_id, name: "Sales" });
  const marked = { gateway_id, checkin_deadline_at: "2026-01-01 10:00:00", lifecycle_generation: 7 };
  await control.add("agents", { ...marked, name: "Main", openclaw_session_id: `agent:mc-gateway-${gateway_id}:main` });
  const openclaw_session_id = `agent:lead-${board_id}:main`;
  await control.add("agents", { ...marked, board_id, name: "Lead", is_board_lead: true, openclaw_session_id });
  for (const name of ["Ada", "Bea", "Cy"]) {
    const id = await control.add("agents", { ...marked, board_id, name });
    await control.query("UPDATE agents SET openclaw_session_id = $1 WHERE id = $2", [`agent:mc-${id}:main`, id]);
  }
  return gateway_id;
}

/** For each agent, whether Mission Control accepts the token in its file, by Python's hashlib. */
async function accepted(gatewayId: string): Promise<{ [name: string]: boolean }> {
  const rows = await control.query("SELECT id::text, agent_token_hash AS hash FROM agents");
  const hashOf = new Map(rows.map(({ id, hash }) => [id, hash as string | null]));
  const agents = listAgentsOfGateway(app.database, gatewayId);
  const tokens = await withRawClient(gateway, async (raw) => {
    const contents: (string | null)[] = [];
    for (const agent of agents) contents.push(await readFile(raw, agentKey(agent), "AGENTS.md"));
    return contents.map((content) => /^[-*]?\s*`?AUTH_TOKEN=([\w-]+)/m.exec(content ?? "")?.[1] ?? null);
  });
  const verdicts = verifyHashes(agents.map(({ id }, index) => [tokens[index] ?? null, hashOf.get(id) ?? null]));
  return Object.fromEntries(agents.map(({ name }, index) => [name, verdicts[index] ?? false]));
}

it("PostgreSQL, pull, sync with token repair, push: Mission Control accepts the token in every agent's file", {
  timeout: 300_000,
}, async () => {
  const gatewayId = await addFleet();
  await setMirror(app, { url: control.url, tls: null, caPem: null });
  await app.mirror.pull();
  const sync = async (rekeyAll: boolean) => {
    const options = syncOptionsSchema.parse({ gatewayId, rotateTokens: true, rekeyAll });
    const { status, report } = await syncTemplates(app, { options, startedBy: "e2e" });
    const errors = report.errors.filter(({ severity }) => severity === "error");
    expect({ status, errors }).toEqual({ status: "succeeded", errors: [] });
    expect(await pushMirror(app)).toMatchObject({ refused: [], conflicts: [], unpushed: 0 });
  };
  const everybody = { Main: true, Lead: true, Ada: true, Bea: true, Cy: true };
  await sync(false);
  expect(await accepted(gatewayId)).toEqual(everybody);
  const marks = await control.query("SELECT DISTINCT lifecycle_generation, checkin_deadline_at FROM agents");
  expect(marks).toEqual([{ lifecycle_generation: 8, checkin_deadline_at: null }]);
  await sync(true);
  expect(await accepted(gatewayId)).toEqual(everybody);
  expect((await app.mirror.pull()).changes).toEqual([]);
});
