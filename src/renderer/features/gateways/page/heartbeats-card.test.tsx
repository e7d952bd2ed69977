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

test("agents that wake often get a longer interval in their records, and the others stay as they are", async () => {
  const { desk } = page;
  const agents = await desk.client.agents.list({});
  const [often, seldom] = agents.map(({ id }) => id);
  await desk.client.agents.update({ id: seldom ?? "", change: { heartbeatConfig: { every: "2h" } } });
  await desk.sync({});
  page.go(`/gateways/${desk.gatewayId}`);
  await page.user.click(await screen.findByRole("button", { name: "Lengthen intervals" }));
  await page.user.selectOptions(await screen.findByRole("combobox", { name: "Interval" }), "Every 20 min");
  await page.user.click(await screen.findByRole("button", { name: `Use 20 min for the ${agents.length - 1} agents` }));
  await screen.findByText(`${agents.length - 1} agents will wake every 20 min`);
  const everyOf = async (id = "") => (await desk.client.agents.get({ id })).heartbeatConfig?.every;
  expect([await everyOf(often), await everyOf(seldom)]).toEqual(["20m", "2h"]);
  await desk.sync({});
  expect(JSON.stringify(desk.gateway.config())).toContain('"every":"20m"');
});
