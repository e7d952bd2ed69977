import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

// Windows wraps a key of Electron's, which Electron keeps in the file Local State beside its caches.
const env = { ELECTRON_HARNESS_PLATFORM: "win32" };

test("on Windows, deleting Electron's caches with Local State loses no token", async ({
  launch,
  dataDir,
  electron,
}) => {
  test.skip(electron === "real", "The harness pretends to be Windows.");
  test.setTimeout(120_000);
  const first = await launch({ dataDir, env });
  const client = await connectPage(await first.page());
  await client.app.moveKey({ to: "key-store" });
  const wrapped = readFileSync(join(dataDir, "data.key"), "utf8");
  expect(wrapped).toMatch(/^os-key-store:win32:/);
  const { keyId } = await client.app.info();
  await first.kill();

  // Chromium outlives a killed app for a moment, and writes.
  await expect
    .poll(() => {
      rmSync(join(dataDir, "desktop"), { recursive: true, force: true });
      return existsSync(join(dataDir, "desktop"));
    })
    .toBe(false);
  const second = await launch({ dataDir, env });
  const again = await connectPage(await second.page());
  expect((await again.app.info()).keyId).toBe(keyId);
  expect(second.output()).toContain("It was put back");
  await second.kill();

  // Without the copy as well, the start is refused, and nothing is destroyed.
  rmSync(join(dataDir, "desktop", "Local State"));
  rmSync(join(dataDir, "key-store.json"));
  const third = await launch({ dataDir, env });
  await expect.poll(() => third.output()).toContain("Start as the same Windows user as before");
  expect(readFileSync(join(dataDir, "data.key"), "utf8")).toBe(wrapped);
  expect(existsSync(join(dataDir, "key-store.json"))).toBe(false);
});
