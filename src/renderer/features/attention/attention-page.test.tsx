import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 3 });
  await page.desk.sync({ rotateTokens: true });
});
afterAll(() => page.close());

const items = () => screen.getByRole("region", { name: "To look at" });
const worker = () => page.desk.agentIds[1] ?? "";
const check = async () =>
  page.desk.ended((await page.desk.client.gateways.checkDrift({ id: page.desk.gatewayId })).runId);
const edit = (text: string) => page.desk.gateway.writeFile(`mc-${worker()}`, "SOUL.md", text);

test("the first screen is empty when all is well, and says what that rests on", async () => {
  page.go("/");
  await screen.findByRole("heading", { level: 1, name: "Needs attention" });
  await screen.findByText("Nothing is known to need attention");
  expect(within(items()).getByText(/Background checks are off for Test gateway/)).toBeDefined();
  await page.desk.client.gateways.setCheck({ id: page.desk.gatewayId, everyMinutes: 15 });
  await page.desk.client.gateways.probe({ id: page.desk.gatewayId });
  await screen.findByText("Nothing needs attention");
  const watched = screen.getByRole("region", { name: "What is watched" });
  expect(within(watched).getByText(/Checked every 15 minutes: Test gateway/)).toBeDefined();
  expect(within(watched).getByText(/since Flight Deck was opened/)).toBeDefined();
});

test("what a check finds is listed by cause, counted in the sidebar, and opens to its agents", async () => {
  edit("Edited.");
  await check();
  const title = await screen.findByRole("button", { name: "1 agent on Test gateway is out of sync" });
  expect(screen.getByRole("link", { name: "Needs attention, 1 item" })).toBeDefined();
  await page.user.click(title);
  const { name } = await page.desk.client.agents.get({ id: worker() });
  expect(screen.getByRole("link", { name }).getAttribute("href")).toBe(`#/agents/${worker()}`);
  expect(screen.getByRole("link", { name: "Show in the list of agents" }).getAttribute("href")).toBe(
    `#/agents?gateway=${page.desk.gatewayId}&sync=out-of-sync`,
  );
});

test("it is dismissed, shown among the dismissed, and comes back when it changes", async () => {
  await page.user.click(await screen.findByRole("button", { name: /^Dismiss: 1 agent/ }));
  await screen.findByText("Nothing needs attention");
  await page.user.click(screen.getByRole("button", { name: "Show dismissed (1)" }));
  const dismissed = await screen.findByRole("region", { name: "Dismissed" });
  await page.user.click(within(dismissed).getByRole("button", { name: /^Show again: 1 agent/ }));
  await waitFor(() => expect(screen.queryByText("Nothing needs attention")).toBeNull());
  await page.user.click(await screen.findByRole("button", { name: /^Dismiss: 1 agent/ }));
  await screen.findByText("Nothing needs attention");
  page.desk.gateway.writeFile(`mc-${worker()}`, "IDENTITY.md", "Edited as well.");
  await check();
  await screen.findByRole("button", { name: "1 agent on Test gateway is out of sync" });
});

test("its button syncs exactly these agents", async () => {
  await page.user.click(await screen.findByRole("button", { name: "Sync: 1 agent on Test gateway is out of sync" }));
  await waitFor(() => expect(location.hash).toMatch(/^#\/runs\//));
  const { run } = await page.desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(run).toMatchObject({ status: "succeeded", options: { agentIds: [worker()], includeMain: false } });
  page.go("/attention");
  await screen.findByText("Nothing needs attention");
});

test("tokens that do not match are repaired", async () => {
  page.desk.gateway.writeFile(`mc-${worker()}`, "AGENTS.md", "# Nothing here");
  await page.desk.sync();
  const named = /^Repair tokens: 1 agent on Test gateway has no valid token/;
  await page.user.click(await screen.findByRole("button", { name: named }));
  await waitFor(() => expect(location.hash).toMatch(/^#\/runs\//));
  const { run } = await page.desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(run).toMatchObject({ status: "succeeded", options: { rotateTokens: true } });
  expect((await page.desk.client.agents.get({ id: worker() })).token).toBe("verified");
});
