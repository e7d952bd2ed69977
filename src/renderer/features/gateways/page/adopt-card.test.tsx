import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeByHand } from "../../../../main/provisioning/test-foreign-agents.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  await page.desk.sync();
  const home = (id: string) => ({ workspace: `/home/owner/${id}` });
  makeByHand(page.desk.gateway, [
    { id: "pico", settings: home("pico"), files: { "SOUL.md": "Pico's own soul\n" } },
    { id: "juno_2", settings: { ...home("juno"), name: "Juno" } },
    { id: "twin-a", settings: home("twins") },
    { id: "twin-b", settings: home("twins") },
  ]);
  page.desk.gateway.resetCounters();
});
afterAll(() => page.close());

test("agents made by others are shown with what they have, adopted several at once, and released", async () => {
  const { desk, user } = page;
  page.go(`/gateways/${desk.gatewayId}`);
  const card = within(await screen.findByRole("region", { name: "Agents made by others" }));
  await user.click(card.getByRole("button", { name: "Look for agents" }));
  const twin = await card.findByRole("checkbox", { name: "twin-a" }, { timeout: 10_000 });
  expect([twin.hasAttribute("disabled"), twin.hasAttribute("checked")]).toEqual([true, false]);
  expect(card.getByText("Cannot be adopted: it shares its workspace with twin-b.")).toBeTruthy();
  expect(card.getByText("Cannot be adopted: OpenClaw uses it as its system agent.")).toBeTruthy();
  await user.click(card.getByRole("checkbox", { name: "All that can be adopted" }));
  expect(card.getByRole("button", { name: "Adopt 0 agents" }).hasAttribute("disabled")).toBe(true);
  await user.click(card.getByRole("checkbox", { name: "All that can be adopted" }));
  await user.click(card.getByRole("button", { name: "Adopt 2 agents" }));

  const dialog = within(await screen.findByRole("dialog"));
  await dialog.findByText(/Kept as they are: SOUL\.md/, {}, { timeout: 10_000 });
  await user.selectOptions(dialog.getByRole("combobox", { name: "Mode" }), "Watch");
  await waitFor(() => expect(dialog.getAllByText(/Mode watch: a sync leaves out its files/)).toHaveLength(2), {
    timeout: 10_000,
  });
  await user.click(dialog.getByRole("button", { name: "Adopt" }));
  await screen.findByRole("heading", { name: /^Agents adopted/ });
  expect([desk.gateway.fileWrites, desk.gateway.configWrites]).toEqual([0, 0]);

  const rows = await desk.client.agents.list({ gatewayId: desk.gatewayId });
  const pico = rows.find(({ name }) => name === "pico");
  expect(pico).toMatchObject({ mode: "watch" });
  page.go(`/agents/${pico?.id}`);
  const mode = await screen.findByRole("combobox", { name: "Mode" });
  await user.selectOptions(mode, "Files");
  await waitFor(async () => expect((await desk.client.agents.get({ id: pico?.id ?? "" })).mode).toBe("files"));
  await user.click(screen.getByRole("button", { name: "More actions" }));
  await user.click(await screen.findByRole("menuitem", { name: "Release agent" }));
  await user.click(await screen.findByRole("button", { name: "Release agent" }));
  await screen.findByText("The agent was released");
  expect(desk.gateway.agentIds).toContain("pico");
});
