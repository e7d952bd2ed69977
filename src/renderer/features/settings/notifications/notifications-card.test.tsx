import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWebhook, secretPath, type TestWebhook } from "../../../../main/notifications/test-webhook.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let webhook: TestWebhook;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  webhook = await openTestWebhook();
});
afterAll(async () => {
  await page.close();
  await webhook.close();
});

const openCard = async () => {
  page.go("/settings");
  return within(await screen.findByRole("region", { name: "Notifications" }));
};
const dialog = async () => within(await screen.findByRole("dialog"));

test("a webhook is added, tested with what is sent shown, changed without its address, and removed", async () => {
  const { desk, user } = page;
  const card = await openCard();
  expect(await card.findByText("Nothing is told yet: there is no webhook.")).toBeDefined();
  expect(card.queryByRole("button", { name: "Show on the desktop" })).toBeNull();
  await user.click(card.getByRole("button", { name: "Add a webhook" }));
  let asked = await dialog();
  await user.click(asked.getByRole("button", { name: "Add" }));
  expect(asked.getByText("Enter the address.")).toBeDefined();
  await user.type(asked.getByLabelText("Name"), "Team");
  await user.type(asked.getByLabelText("Address"), "ftp://host");
  await user.click(asked.getByRole("button", { name: "Add" }));
  expect(await asked.findByText(/does not begin with https:/)).toBeDefined();
  await user.clear(asked.getByLabelText("Address"));
  await user.type(asked.getByLabelText("Address"), webhook.url);
  await user.click(asked.getByRole("button", { name: "Add" }));
  expect(await card.findByText(`http://127.0.0.1:${webhook.port}`)).toBeDefined();

  await user.click(card.getByRole("button", { name: "Test Team" }));
  asked = await dialog();
  const shown = await asked.findByText(/"id": "test"/);
  expect(webhook.received).toEqual([]);
  await user.click(asked.getByRole("button", { name: "Send the test" }));
  expect(await asked.findByText("It was taken")).toBeDefined();
  expect(webhook.received).toEqual([shown.textContent]);
  webhook.behaviour = "redirect";
  await user.click(asked.getByRole("button", { name: "Send the test" }));
  expect(await asked.findByText(/which is not followed: give the address that it leads to\.$/)).toBeDefined();
  await user.click(asked.getByRole("button", { name: "Cancel" }));
  expect(await card.findByText(/^Failing since/)).toBeDefined();

  await user.click(card.getByRole("button", { name: "Change Team" }));
  asked = await dialog();
  expect(asked.getByLabelText("Address")).toHaveProperty("value", "");
  await user.selectOptions(asked.getByLabelText("Form"), "Slack");
  await user.click(asked.getByRole("button", { name: "Save" }));
  await waitFor(async () => expect((await desk.client.notifications.list()).sinks[0]?.form).toBe("slack"));
  expect(document.body.textContent).not.toContain(secretPath);
  expect(JSON.stringify(await desk.client.notifications.list())).not.toContain(secretPath);

  await user.click(card.getByRole("button", { name: "Remove Team" }));
  await user.click((await dialog()).getByRole("button", { name: "Remove" }));
  expect(await card.findByText("Nothing is told yet: there is no webhook.")).toBeDefined();
});

test("each kind can be turned off", async () => {
  const { desk, user } = page;
  const card = await openCard();
  await user.click(await card.findByLabelText("Heartbeats"));
  await waitFor(async () => expect((await desk.client.notifications.list()).kinds.heartbeats).toBe(false));
  await waitFor(() => expect(card.getByLabelText("Heartbeats")).toHaveProperty("checked", false));
  expect((await desk.client.notifications.list()).kinds.runs).toBe(true);
});
