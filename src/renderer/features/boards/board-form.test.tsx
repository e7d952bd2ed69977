import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
beforeEach(async () => {
  page.go("/boards");
  await screen.findByRole("table", { name: "Boards" });
  page.go("/boards/new");
});
afterAll(() => page.close());

const field = (label: string) => screen.findByLabelText(label);
const save = () => page.user.click(screen.getByRole("button", { name: "Create board" }));
const boards = () => page.desk.client.boards.list({});

test("shows field errors only after an attempt to save, and saves nothing", async () => {
  await page.user.click(await screen.findByRole("button", { name: "Add a metric" }));
  await page.user.type(await field("Value of metric 1"), "5");
  await page.user.clear(await field("Maximum agents"));
  expect(screen.queryByText("Give the board a name.")).toBeNull();
  await save();
  for (const label of ["Name", "Metric 1", "Maximum agents"]) {
    const input = await field(label);
    expect(document.getElementById(`${input.id}-error`)?.textContent).toMatch(/\w+/);
  }
  const name = await field("Name");
  await waitFor(() => expect(document.activeElement).toBe(name));
  expect(screen.getByRole("alert").textContent).toContain("Correct the marked fields");
  expect(await boards()).toHaveLength(1);
});

test("saves what was typed, and opens the new board", async () => {
  await page.user.type(await field("Name"), " Night Shift ");
  await page.user.click(screen.getByRole("button", { name: "Add a metric" }));
  await page.user.type(await field("Metric 1"), "answers");
  await page.user.type(await field("Value of metric 1"), "5");
  await page.user.type(await field("Objective"), "Answer within the hour");
  await save();
  await waitFor(() => expect(location.hash).toMatch(/^#\/boards\/[0-9a-f-]{36}$/));
  const saved = (await boards()).find(({ name }) => name === "Night Shift");
  expect(saved).toMatchObject({ successMetrics: { answers: 5 }, objective: "Answer within the hour" });
  expect(location.hash).toContain(saved?.id ?? "no board");
});
