import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "./test-window.tsx";

let page: TestWindow;
let planId: string;
let runId: string;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  runId = (await page.desk.sync({ rotateTokens: true })).run.id;
  planId = (await page.desk.sync({ dryRun: true })).run.id;
});
afterAll(() => page.close());

const screens: [screen: string, path: () => string, field: string][] = [
  ["Agents", () => "/agents", "Filter agents"],
  ["a board", () => `/boards/${page.desk.boardIds[0]}`, "Filter agents"],
  ["a gateway", () => `/gateways/${page.desk.gatewayId}`, "Filter agents"],
  ["Boards", () => "/boards", "Filter boards"],
  ["Runs", () => "/runs", "Filter runs"],
  ["a run", () => `/runs/${runId}`, "Filter agents"],
  ["a plan", () => `/runs/${planId}`, "Filter the plan"],
  ["Templates", () => "/templates", "Filter templates"],
];

test.each(screens)("a typed filter is in the address of %s, and comes back with Back", async (_, path, field) => {
  const leave = async () => {
    page.go("/settings");
    await screen.findByRole("heading", { level: 1, name: "Settings" });
  };
  await leave();
  page.go(path());
  const find = () => screen.findByRole<HTMLInputElement>("searchbox", { name: field });
  await page.user.type(await find(), "a b");
  expect(location.hash).toBe(`#${path()}?text=a+b`);
  await leave();
  history.back();
  expect((await find()).value).toBe("a b");
  await page.user.clear(await find());
  await waitFor(() => expect(location.hash).toBe(`#${path()}`));
});
