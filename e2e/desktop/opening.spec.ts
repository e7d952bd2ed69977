import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./support/test.ts";

const fleet = JSON.stringify({
  organizations: [{ id: "7c1f5c44-0a43-4b5e-8f0e-0a4d8f5b3a11", name: "Harbour Bikes" }],
});

test("a file given at the start is previewed, and a later start opens another one in the same window", async ({
  launch,
  fixture,
}) => {
  const folder = join(fixture.dataDir, "..");
  const [good, bad] = [join(folder, "north.flightfleet"), join(folder, "broken.flightplan")];
  writeFileSync(good, fleet);
  writeFileSync(bad, "{ not JSON");
  const desktop = await launch({ dataDir: fixture.dataDir, args: [good] });
  const page = await desktop.page();
  await expect(page.getByRole("heading", { name: "north.flightfleet" })).toBeVisible();
  await expect(page.getByText("This import adds 1 row and changes 0 rows")).toBeVisible();

  const second = await launch({ dataDir: fixture.dataDir, args: [bad] });
  expect(await second.exited).toBe(0);
  await expect(page.getByText(/broken\.flightplan cannot be read/)).toBeVisible();

  await desktop.evaluate(({ app }, path) => {
    app.emit("open-file", { preventDefault() {} }, path);
  }, good);
  await expect(page.getByRole("heading", { name: "north.flightfleet" })).toBeVisible();
  await desktop.quit();
  expect(await desktop.exited).toBe(0);
});
