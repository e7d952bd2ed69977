import { afterEach, beforeEach, expect, test } from "vitest";
import { saveSetting } from "../database/settings.ts";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture();
});
afterEach(() => fixture.close());

test("presets come back with a backup, which says that they change", async () => {
  const { client } = fixture;
  await client.presets.save({ name: "Nightly", options: ["verify"] });
  const { name } = await client.app.makeBackup();
  await client.presets.delete({ name: "Nightly" });
  expect((await client.app.previewRestore({ name })).loss?.isSettingsChanged).toBe(true);
  await client.app.restoreBackup({ name, forgetSecrets: false });
  expect(await client.presets.list()).toEqual([{ name: "Nightly", options: ["verify"] }]);
});

test("an option that cannot be undone is refused, also if it was stored", async () => {
  const { client, hostedApp } = fixture;
  const refused = client.presets.save({ name: "Danger", options: ["overwrite"] });
  await expect(refused).rejects.toMatchObject({ data: { code: "bad-input" } });
  const stored = [{ name: "Forged", options: ["rekeyAll", "verify", "unknown"] }];
  saveSetting(hostedApp.services.database, "sync-presets", JSON.stringify(stored));
  expect(await client.presets.list()).toEqual([{ name: "Forged", options: ["verify"] }]);
});
