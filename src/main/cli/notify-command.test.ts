import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { NotificationSettings } from "../../shared/notifications.ts";
import { openTestWebhook, secretPath, type TestWebhook } from "../notifications/test-webhook.ts";
import type { TestCli } from "./test-cli.ts";
import { type CliFixture, openCliFixture } from "./test-cli-fixture.ts";

let fixture: CliFixture;
let cli: TestCli;
let webhook: TestWebhook;
beforeAll(async () => {
  fixture = await openCliFixture();
  cli = fixture.newCli();
  webhook = await openTestWebhook();
  await fixture.importInto(cli, fixture.fleetWith());
});
afterAll(async () => {
  // Whatever a command has written, no address is in it.
  expect(fixture.transcript()).not.toContain(secretPath);
  await webhook.close();
  await fixture.close();
});

const gateway = "Practice gateway";
const listed = async () => (await cli.jsonHere<NotificationSettings>(["notify", "list"])).json.sinks;
const urlFile = (text: string) => {
  const path = cli.file("url.txt", "");
  writeFileSync(path, text);
  return path;
};

it("a webhook is added from a file, listed by its host, tested with what is sent shown, and removed", async () => {
  expect((await cli.runHere(["notify", "list"])).stdout).toContain("there is no webhook");
  const refused = await cli.runHere(["notify", "add", "Team", "--url-file", urlFile("ftp://host/x")]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("does not begin with https://")]);
  const added = await cli.runHere(["notify", "add", "Team", "--url-file", urlFile(`${webhook.url}\n`)]);
  expect([added.code, added.stdout]).toEqual([0, expect.stringContaining(`at http://127.0.0.1:${webhook.port}.`)]);

  const shown = await cli.runHere(["notify", "test", "Team", "--dry-run"]);
  expect([shown.code, shown.stdout, webhook.received]).toEqual([0, expect.stringContaining('"id": "test"'), []]);
  const tested = await cli.runHere(["notify", "test", "Team"]);
  expect([tested.code, tested.stdout]).toEqual([0, expect.stringContaining(webhook.received[0] ?? "-")]);
  expect((await cli.runHere(["notify", "list"])).stdout).toContain("last delivered");

  webhook.behaviour = "redirect";
  const failed = await cli.runHere(["notify", "test", "Team"]);
  expect([failed.code, failed.stdout]).toEqual([1, expect.stringContaining("which is not followed")]);
  expect((await cli.runHere(["notify", "list"])).stdout).toContain("failing since");
  webhook.behaviour = "ok";

  const missing = await cli.runHere(["notify", "remove", "Other"]);
  expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("notify list")]);
  expect((await cli.runHere(["notify", "remove", "Team"])).code).toBe(0);
  expect(await listed()).toEqual([]);
});

it("a run does not wait for a webhook or fail with it, and what it changed is told by deliver", async () => {
  await cli.runHere(["notify", "add", "Team", "--form", "slack", "--url-file", urlFile(webhook.url)]);
  webhook.received.length = 0;
  webhook.behaviour = "slow";
  fixture.gateway.inject({
    kind: "error",
    method: "agents.files.set",
    code: "INVALID_REQUEST",
    message: "no",
    times: 99,
  });
  expect((await cli.runHere(["sync", "--gateway", gateway])).code).toBe(1);
  fixture.gateway.clearFaults();
  expect(webhook.received).toEqual([]);

  webhook.behaviour = "error";
  const refused = await cli.runHere(["notify", "deliver"]);
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringContaining("not taken: it answers with HTTP status 500"),
  ]);
  webhook.behaviour = "ok";
  expect((await cli.runHere(["notify", "deliver"])).stdout).toContain("Team: 1 delivered");
  expect(webhook.received.at(-1)).toContain("Sync ended with errors");
  expect((await cli.runHere(["sync", "--gateway", gateway])).code).toBe(0);
  await cli.runHere(["notify", "deliver"]);
  await cli.runHere(["notify", "deliver"]);
  expect(webhook.received.filter((body) => body.includes("Resolved: Sync"))).toHaveLength(1);
});

it("kinds of changes are shown and chosen, and what is not chosen is not told", async () => {
  const kinds = async (...flags: string[]) =>
    (await cli.jsonHere<Pick<NotificationSettings, "kinds">>(["notify", "kinds", ...flags])).json.kinds;
  expect(await kinds()).toEqual({ runs: true, sync: true, heartbeats: true, gateways: true });
  expect(await kinds("--off", "runs", "heartbeats")).toEqual({
    runs: false,
    sync: true,
    heartbeats: false,
    gateways: true,
  });
  expect((await cli.runHere(["notify", "kinds"])).stdout).toMatch(/^heartbeats\s+no\s+Gateways report heartbeats/m);
  webhook.received.length = 0;
  fixture.gateway.writeFile("mc-5eed0000-0000-4000-8006-000000000002", "SOUL.md", "Mine.\n");
  fixture.gateway.inject({
    kind: "error",
    method: "agents.files.set",
    code: "INVALID_REQUEST",
    message: "no",
    times: 99,
  });
  expect((await cli.runHere(["sync", "--gateway", gateway])).code).toBe(1);
  fixture.gateway.clearFaults();
  await cli.runHere(["notify", "deliver"]);
  expect(webhook.received.filter((body) => body.includes("Sync ended with errors"))).toEqual([]);
  expect(await kinds("--on", "runs", "heartbeats", "--off", "sync")).toMatchObject({ runs: true, sync: false });
  const refused = await cli.runHere(["notify", "kinds", "--on", "sync", "--off", "sync"]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("both name sync")]);
  expect((await cli.runHere(["notify", "kinds", "--on", "chat"])).code).toBe(2);
});

it("a webhook gets another name, form and address, and keeps what is not named", async () => {
  const [before] = await listed();
  expect((await cli.runHere(["notify", "edit", "Team", "--name", "Nights", "--form", "json"])).code).toBe(0);
  expect(await listed()).toEqual([{ ...before, name: "Nights", form: "json" }]);
  const moved = await cli.runHere(["notify", "edit", "Nights", "--url-file", urlFile("https://example.com/hook")]);
  expect([moved.code, moved.stdout]).toEqual([0, expect.stringContaining('"Nights" is at https://example.com')]);
  expect((await cli.runHere(["notify", "edit", "Team"])).code).toBe(2);
});
