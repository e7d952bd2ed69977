import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

test("the window opens on app:// and asks main its first question", async ({ launch }) => {
  const desktop = await launch();
  const page = await desktop.page();
  expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getURL())).toMatch(
    /^app:\/\/flight-deck\//,
  );
  await expect(page).toHaveTitle(/Flight Deck/);
  const client = await connectPage(page);
  const info = await client.app.info();
  expect(info).toMatchObject({ host: "desktop", practice: { present: true } });
  expect(info.electron).toMatch(/^\d+\./);
});
