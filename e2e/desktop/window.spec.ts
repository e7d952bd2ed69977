import { connectPage } from "./support/page-client.ts";
import { expect, test } from "./support/test.ts";

test("the window opens on app:// and main answers its first call", async ({ launch }) => {
  const desktop = await launch();
  const page = await desktop.page();
  const addresses = await desktop.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => window.webContents.getURL()),
  );
  expect(addresses).toEqual([expect.stringMatching(/^app:\/\/flight-deck\//)]);
  await expect(page).toHaveTitle(/Flight Deck/);
  const client = await connectPage(page);
  const info = await client.app.info();
  expect(info).toMatchObject({ host: "desktop", practice: { present: true } });
  expect(info.electron).toMatch(/^\d+\./);
});

test("a reloaded page gets a port again", async ({ launch, fixture }) => {
  const desktop = await launch({ dataDir: fixture.dataDir });
  const page = await desktop.page();
  await expect(page.getByText("Practice gateway").first()).toBeVisible();
  await page.reload();
  await expect(page.getByText("Practice gateway").first()).toBeVisible();
  const client = await connectPage(page);
  expect(await client.gateways.list({})).toHaveLength(1);
});

test("the window keeps its size and position after a restart", async ({ launch, fixture: { dataDir } }) => {
  const bounds = { x: 140, y: 90, width: 980, height: 660 };
  const first = await launch({ dataDir });
  await first.page();
  await first.evaluate(({ BrowserWindow }, given) => BrowserWindow.getAllWindows()[0]?.setBounds(given), bounds);
  await first.quit();
  expect(await first.exited).toBe(0);

  const second = await launch({ dataDir });
  await second.page();
  expect(await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(bounds);
  await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.maximize());
  await second.quit();
  await second.exited;

  const third = await launch({ dataDir });
  await third.page();
  expect(await third.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMaximized())).toBe(true);
});

test("a second start brings the first window to the front and exits", async ({ launch, fixture: { dataDir } }) => {
  const first = await launch({ dataDir });
  await first.page();
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const second = await launch({ dataDir });
  expect(await second.exited).toBe(0);
  expect(second.output()).toContain("already open on this data folder");
  const isInFront = () =>
    first.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      return window?.isVisible() && !window.isMinimized();
    });
  await expect.poll(isInFront).toBe(true);
  expect(await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test("the menu opens every screen and has the platform's shortcuts", async ({ launch, fixture: { dataDir } }) => {
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  const shortcuts = await desktop.evaluate(({ Menu }) => {
    const accelerators: Record<string, string> = {};
    const visit = (menu: Electron.Menu | null | undefined) => {
      for (const item of menu?.items ?? []) {
        if (item.accelerator) accelerators[item.label] = String(item.accelerator);
        visit(item.submenu);
      }
    };
    visit(Menu.getApplicationMenu());
    return accelerators;
  });
  expect(shortcuts).toMatchObject({ Gateways: "CmdOrCtrl+2", Runs: "CmdOrCtrl+5", "Settings…": "CmdOrCtrl+," });

  for (const screen of ["boards", "agents", "runs", "templates", "people", "settings", "gateways"]) {
    await desktop.evaluate(({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.click(), `go-${screen}`);
    await expect(page).toHaveURL(new RegExp(`#/${screen}$`));
  }
});

test("the Help menu opens the guide and its errors", async ({ launch, fixture: { dataDir } }) => {
  const desktop = await launch({ dataDir });
  const page = await desktop.page();
  for (const [id, title] of [
    ["help-guide", "Guide"],
    ["help-errors", "Errors"],
  ] as const) {
    await desktop.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }
});

test("menus and title bar follow the theme of the settings", async ({ launch, fixture: { dataDir } }) => {
  const desktop = await launch({ dataDir });
  const client = await connectPage(await desktop.page());
  const theme = () => desktop.evaluate(({ nativeTheme }) => nativeTheme.themeSource);
  expect(await theme()).toBe("system");
  await client.app.saveSettings({ theme: "dark" });
  await expect.poll(theme).toBe("dark");
  await desktop.quit();
  await desktop.exited;
  const again = await launch({ dataDir });
  await again.page();
  expect(await again.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("dark");
});

test("closing the window quits when nothing is running", async ({ launch, fixture: { dataDir } }) => {
  test.skip(process.platform === "darwin", "On macOS an app without windows keeps running.");
  const desktop = await launch({ dataDir });
  await desktop.page();
  await desktop.evaluate(({ BrowserWindow }) => void setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
  expect(await desktop.exited).toBe(0);
});
