import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

const card = async () => within(await screen.findByRole("region", { name: "Backups" }));

test("makes a backup, lists it, and restores it after saying what is lost", async () => {
  page.go("/settings");
  const shown = await card();
  await shown.findByText("No backups yet.");
  await userEvent.click(shown.getByRole("button", { name: "Make a backup" }));
  const list = within(await shown.findByRole("list", { name: "Backups" }));
  const [made] = (await page.desk.client.app.backups()).backups;
  list.getByText(made?.name ?? "none was made");
  const { gatewayId, client } = page.desk;
  await client.gateways.update({ id: gatewayId, change: { name: "Renamed since" } });
  await userEvent.click(shown.getByRole("button", { name: `Restore ${made?.name}` }));
  const dialog = within(await screen.findByRole("dialog", { name: "Restore this backup?" }));
  await dialog.findByText('Changed gateways: "Renamed since"');
  await userEvent.click(dialog.getByRole("button", { name: "Restore" }));
  await screen.findByText(`Restored ${made?.name}`);
  expect((await client.gateways.list()).map(({ name }) => name)).not.toContain("Renamed since");
  expect((await client.app.backups()).backups.map(({ reason }) => reason)).toEqual(["before-restore", "by-hand"]);
});

test("saves how many are kept", async () => {
  page.go("/settings");
  const shown = await card();
  const field = shown.getByRole("spinbutton", { name: "Backups kept of each kind" });
  await userEvent.clear(field);
  await userEvent.type(field, "0");
  await userEvent.click(shown.getByRole("button", { name: "Save number of backups" }));
  shown.getByText("Enter a whole number from 1 to 365.");
  await userEvent.clear(field);
  await userEvent.type(field, "3");
  await userEvent.click(shown.getByRole("button", { name: "Save number of backups" }));
  await screen.findByText("The latest 3 backups of each kind are kept");
  expect((await page.desk.client.app.settings()).backupsKept).toBe(3);
});

test("shows that the daily backup failed", async () => {
  const { dataDir, backups } = page.desk.hostedApp.services;
  rmSync(join(dataDir, "backups"), { recursive: true });
  writeFileSync(join(dataDir, "backups"), "a file where the folder belongs");
  await backups.look();
  page.go("/settings");
  await (await card()).findByText("The daily backup could not be made");
  rmSync(join(dataDir, "backups"));
});
