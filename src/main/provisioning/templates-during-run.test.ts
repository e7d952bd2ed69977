import { describe, expect, test } from "vitest";
import { syncOptionsSchema } from "../../shared/sync-options.ts";
import { readTemplatesOf, saveOwnTemplates } from "../database/gateway-templates.ts";
import { setWith } from "../templates/test-support.ts";
import { syncTemplates } from "./sync-gateway.ts";
import { fixture, open } from "./test-open-fixture.ts";

describe.each(["2026.3.28", "2026.9.6"])("templates that are chosen during a run (OpenClaw %s)", (version) => {
  test.each([{ dryRun: true }, {}])("are those of the next run, with %j", async (options) => {
    const { folder } = await setWith({ "BOARD_SOUL.md.j2": "Of the next run" });
    await open({ gateway: { version }, boards: 1, agents: 2 });
    const { app, sync, gatewayId, gateway, keyOf, agentIds } = fixture;
    const soulOf = () => gateway.readFile(keyOf(agentIds[1] ?? ""), "SOUL.md");
    const before = await sync({ dryRun: true });
    let isEdited = false;
    const onEvent = () => {
      if (!isEdited) saveOwnTemplates(app.database, gatewayId, { folder, baseUrl: "http://next.example" });
      isEdited = true;
    };
    const { status, report, plan } = await syncTemplates(app, {
      options: syncOptionsSchema.parse({ gatewayId, ...options }),
      startedBy: "test",
      onEvent,
    });
    expect([status, report.errors.filter(({ severity }) => severity === "error")]).toEqual(["succeeded", []]);
    expect(isEdited).toBe(true);
    if (plan) expect(plan.templatesSha256).toBe(before.plan?.templatesSha256);
    else {
      expect(readTemplatesOf(app.database, gatewayId).lastSynced).toMatchObject({
        folder: null,
        baseUrl: "http://127.0.0.1:8000",
        templatesSha256: before.plan?.templatesSha256,
      });
      expect(soulOf()).not.toContain("Of the next run");
    }
  });
});
