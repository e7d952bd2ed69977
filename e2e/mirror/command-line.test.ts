import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestCli, type TestCli } from "../../src/main/cli/test-cli.ts";
import type { MirrorStatus } from "../../src/shared/mirror.ts";
import { type MissionControl, startMissionControl } from "./mission-control.ts";

let control: MissionControl;
let cli: TestCli;
beforeAll(async () => {
  control = await startMissionControl();
  const organization_id = await control.add("organizations", { name: "Org" });
  const gateway_id = await control.add("gateways", { organization_id, name: "North", token: "gateway-secret" });
  const board_id = await control.add("boards", { organization_id, gateway_id, name: "Sales" });
  await control.add("agents", { board_id, gateway_id, name: "Ada" });
});
afterAll(() => control?.stop());
beforeEach(() => {
  cli = createTestCli();
});
afterEach(() => {
  expect(cli.transcript()).not.toContain("secret");
  cli.remove();
});

const set = (url: string) => ["mirror", "set", "--url-file", cli.file("url.txt", url)];

describe("the command line", () => {
  it("sets the source, pulls, and shows the state, without the password", async () => {
    expect((await cli.runHere(["mirror", "status"])).stdout).toContain("Mission Control's database is not set");
    expect((await cli.runHere(["mirror", "pull"])).code).toBe(2);
    const first = await cli.runHere([...set(control.url), "--poll", "30"]);
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/✔ rights +The user may read and write\./);
    const { code, stdout } = await cli.spawn(["mirror", "pull"]);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ {2}agents +1 +0 +0 +0$/m)]);
    expect(stdout).toContain('  + agents "Ada"');
    // Its session key, which Mission Control lacks.
    expect(stdout).toContain("! One row changed here");
    expect((await cli.jsonHere(["mirror", "pull", "--full"])).json).toMatchObject({ isFull: true, changes: [] });
    const status = await cli.jsonHere<MirrorStatus>(["mirror", "status"]);
    expect(status.json).toMatchObject({
      source: {
        host: "127.0.0.1",
        database: "mission_control",
        user: "postgres",
        tls: "off",
        pollSeconds: 30,
        writeBack: "on",
      },
      lastPull: { isFull: true },
      lastError: null,
      staleSince: null,
      unpushed: 1,
    });
    expect((await cli.runHere(["list", "agents"])).stdout).toContain("Ada");
  });

  it("leaves writing back off when the source is set again", async () => {
    await cli.runHere([...set(control.url), "--no-write-back"]);
    const again = await cli.jsonHere<{ status: MirrorStatus }>(set(control.url));
    expect(again.json.status.source?.writeBack).toBe("off");
    const on = await cli.jsonHere<{ status: MirrorStatus }>([...set(control.url), "--write-back"]);
    expect(on.json.status.source?.writeBack).toBe("on");
  });

  it("says which stage fails, and saves nothing then", async () => {
    const { code, json } = await cli.jsonHere(set(control.url.replace("postgres-secret", "wrong-secret")));
    expect([code, json]).toMatchObject([3, { saved: false, status: { source: null } }]);
    const text = await cli.runHere(set("postgres://mc:secret@127.0.0.1:1/mission_control"));
    expect([text.code, text.stdout]).toEqual([
      3,
      expect.stringContaining("✖ address   Nothing listens at 127.0.0.1 port 1."),
    ]);
    expect((await cli.runHere(set("mysql://mc:secret@127.0.0.1/x"))).code).toBe(2);
  });

  it("keeps the records when the source is away, and says since when they are stale", async () => {
    await cli.runHere(set(control.url));
    await cli.runHere(["mirror", "pull"]);
    await control.server.halt();
    const { code, stderr } = await cli.runHere(["mirror", "pull"]);
    await control.server.resume();
    expect([code, stderr]).toEqual([3, expect.stringContaining("Nothing listens")]);
    const { json } = await cli.jsonHere<MirrorStatus>(["mirror", "status"]);
    expect(json).toMatchObject({ lastError: { code: "mirror-unreachable" }, staleSince: json.lastPull?.finishedAt });
    expect((await cli.runHere(["list", "agents"])).stdout).toContain("Ada");
    expect((await cli.runHere(["mirror", "pull"])).code).toBe(0);
  });

  it("ends with an error where rows were left out or changes lost", async () => {
    await cli.runHere(set(control.url));
    await cli.runHere(["mirror", "pull"]);
    await control.query("UPDATE boards SET success_metrics = '[]'");
    const { code, stdout } = await cli.runHere(["mirror", "pull"]);
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('! boards "Sales": its success_metrics is not a JSON object'),
    ]);
    await control.query("UPDATE boards SET success_metrics = NULL");
  });

  it("removes the source only when nothing is left to write back, or when told to", async () => {
    await cli.runHere(set(control.url));
    await cli.runHere(["mirror", "pull"]);
    const { code, stderr } = await cli.runHere(["mirror", "unset"]);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining("One row has changes that Mission Control does not have yet"),
    ]);
    expect((await cli.jsonHere(["mirror", "unset", "--discard"])).json).toMatchObject({ source: null, unpushed: 0 });
    expect((await cli.runHere(["list", "agents"])).stdout).toContain("Ada");
  });
});
