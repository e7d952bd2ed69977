import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let graceId: string;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  const { client } = page.desk;
  const [organization] = await client.organizations.list();
  const added = await client.organizations.addPerson({
    organizationId: organization?.id ?? "",
    person: { name: "Grace" },
    isOwner: false,
  });
  graceId = added.id;
});
afterAll(() => page.close());

async function startedWith(press: () => Promise<void>): Promise<string | null | undefined> {
  const { desk } = page;
  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByRole("button", { name: "Sync templates" });
  await press();
  await waitFor(() => expect(location.hash).toContain("/runs/"));
  const runId = location.hash.split("/").at(-1) ?? "";
  const { run } = await desk.ended(runId);
  return run.options?.userId;
}

test("a user chosen in the panel counts for that sync, also without another option, and not for a plain one", async () => {
  const chosen = await startedWith(async () => {
    await page.user.click(screen.getByRole("button", { name: "Options of the template sync" }));
    const panel = within(await screen.findByRole("dialog"));
    await page.user.selectOptions(await panel.findByRole("combobox", { name: "User" }), graceId);
    await page.user.click(panel.getByRole("button", { name: "Start sync" }));
  });
  expect(chosen).toBe(graceId);
  const plain = await startedWith(() => page.user.click(screen.getByRole("button", { name: "Sync templates" })));
  expect(plain).toBeNull();
});

test("options are saved as a preset without what cannot be undone, chosen again, renamed and deleted", async () => {
  const { desk } = page;
  page.go("/gateways");
  page.go(`/gateways/${desk.gatewayId}`);
  const open = async () => {
    await page.user.click(await screen.findByRole("button", { name: "Options of the template sync" }));
    return within(await screen.findByRole("dialog"));
  };
  const panel = await open();
  await page.user.click(panel.getByRole("checkbox", { name: /Verify every file/ }));
  await page.user.click(panel.getByRole("checkbox", { name: /Reset sessions/ }));
  await page.user.click(panel.getByRole("button", { name: "Presets" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Presets of sync options" }));
  expect(dialog.getByText("Saves: Every file verified.")).toBeTruthy();
  expect(dialog.getByText("Not saved: Reset sessions")).toBeTruthy();
  await page.user.type(dialog.getByRole("textbox", { name: "Name" }), "Nightly");
  await page.user.click(dialog.getByRole("button", { name: "Save the options" }));
  await page.user.click(await dialog.findByRole("button", { name: "Rename Nightly" }));
  const renaming = dialog.getByRole("textbox", { name: "Another name" });
  await page.user.clear(renaming);
  await page.user.type(renaming, "Weekly{Enter}");
  await dialog.findByRole("button", { name: "Rename Weekly" });
  expect(await desk.client.presets.list()).toEqual([{ name: "Weekly", options: ["verify"] }]);
  await page.user.click(dialog.getByRole("button", { name: "Close" }));

  const again = within(await screen.findByRole("dialog", { name: /^(?!Presets of)/ }));
  const preset = await again.findByRole<HTMLSelectElement>("combobox", { name: "Preset" });
  expect(preset.value).toBe("");
  await page.user.selectOptions(preset, "Weekly");
  expect(again.getByRole<HTMLInputElement>("checkbox", { name: /Reset sessions/ }).checked).toBe(false);
  expect(again.getByRole<HTMLInputElement>("checkbox", { name: /Verify every file/ }).checked).toBe(true);
  await page.user.click(again.getByRole("button", { name: "Presets" }));
  const last = within(await screen.findByRole("dialog", { name: "Presets of sync options" }));
  await page.user.click(await last.findByRole("button", { name: "Delete Weekly" }));
  await waitFor(async () => expect(await desk.client.presets.list()).toEqual([]));
});
