import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 6 });
  await page.desk.sync();
});
afterAll(() => page.close());

const card = () => screen.findByRole("region", { name: "On this gateway without a record" });

test("a deleted board's agents are announced, and listed on the gateway's page to adopt or delete", async () => {
  const { desk, user } = page;
  page.go(`/boards/${desk.boardIds[0]}`);
  await user.click(await screen.findByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Delete board" }));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText(/^3 agents stay on gateway "Test gateway", with heartbeats and tokens: Agent 0, /);
  await user.type(within(dialog).getByRole("textbox"), "Board 0");
  await user.click(within(dialog).getByRole("button", { name: "Delete board" }));
  await screen.findByRole("heading", { name: "Boards" });

  page.go(`/gateways/${desk.gatewayId}`);
  const orphans = within(await card());
  expect(orphans.getByText("The lead of a board without a record.")).toBeTruthy();

  await user.click(orphans.getByRole("button", { name: "Adopt Agent 2" }));
  const adopting = within(await screen.findByRole("dialog"));
  await adopting.findByRole("region", { name: "Preview" }, { timeout: 10_000 });
  await user.click(adopting.getByRole("button", { name: "Adopt" }));
  await screen.findByRole("heading", { name: "Agent 2" });

  page.go(`/gateways/${desk.gatewayId}`);
  const left = within(await card());
  await waitFor(() => expect(left.queryByText("Agent 2")).toBeNull());
  await user.click(left.getByRole("button", { name: "Delete Agent 4" }));
  const deleting = within(await screen.findByRole("dialog"));
  const button = deleting.getByRole("button", { name: "Delete agent" });
  expect(button.hasAttribute("disabled")).toBe(true);
  await user.type(deleting.getByRole("textbox"), "Agent 4");
  await user.click(button);

  await screen.findByText(/^Deleted on the gateway; its workspace stays/);
  await screen.findByRole("tab", { name: /^Copied first/ });
  expect(desk.gateway.agentIds).not.toContain(`mc-${desk.agentIds[4]}`);
});
