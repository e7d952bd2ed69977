import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openHostedApp } from "../../src/main/open-hosted-app.ts";
import { setMirror } from "../../src/main/operations/change-mirror.ts";
import { startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
beforeAll(async () => {
  control = await startMissionControl();
});
afterAll(() => control?.stop());

it("a pull that moves a gateway closes the connection to its former address, and an open window tries the new one", async () => {
  const former = await startPracticeGateway();
  const present = await startPracticeGateway({ token: "token-of-the-present-gateway" });
  const organization_id = await control.add("organizations");
  const { url, token } = former;
  const gatewayId = await control.add("gateways", { organization_id, name: "North", url, token });
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-address-"));
  const app = await openHostedApp({ dataDir, env: {}, practice: false, host: { kind: "browser", electron: null } });
  try {
    const { mirror, connections, watch } = app.services;
    await setMirror(app.services, { url: control.url, tls: null, caPem: null });
    await mirror.pull();
    const removeViewer = watch.addViewer();
    await expect.poll(() => watch.view(gatewayId).state, { timeout: 20_000 }).toBe("connected");
    const connection = connections.of(gatewayId);
    await control.query("UPDATE gateways SET url = $1, token = $2, updated_at = now() WHERE id = $3", [
      present.url,
      present.token,
      gatewayId,
    ]);
    await mirror.pull();
    await expect.poll(() => connection.connected, { timeout: 10_000 }).toBe(false);
    await expect.poll(() => watch.view(gatewayId).state, { timeout: 10_000 }).toBe("connected");
    expect(present.calls.get("health")).toBeGreaterThan(0);
    removeViewer();
  } finally {
    await app.close();
    await former.close();
    await present.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
