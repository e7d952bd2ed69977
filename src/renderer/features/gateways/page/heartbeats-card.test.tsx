import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  await page.desk.sync({ rotateTokens: true });
});
afterAll(() => page.close());

test("the gateway page names settings that keep agents from working, and sets the delivery of heartbeats", async () => {
  const { desk } = page;
  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByText(/Agents can work: they have a model/);
  desk.gateway.setConfig({ ...desk.gateway.config(), tools: { profile: "messaging" } });
  await page.user.click(screen.getByRole("button", { name: "Read now" }));
  await screen.findByText("Settings of the gateway keep agents from working");
  expect(screen.getByText("tools.profile")).toBeTruthy();

  const box = screen.getByRole("checkbox", { name: "Deliver heartbeats to the last chat" });
  await page.user.click(box);
  await waitFor(async () => {
    const [row] = await desk.client.gateways.list();
    expect(row?.deliversHeartbeats).toBe(true);
  });
});
