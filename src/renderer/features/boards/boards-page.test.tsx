import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 3, agents: 6 });
  const [harbour = "", meadow = ""] = page.desk.boardIds;
  await page.desk.client.boards.update({ id: harbour, change: { name: "Harbour" } });
  await page.desk.client.boards.update({ id: meadow, change: { name: "Meadow" } });
});
afterAll(() => page.close());

const names = () => {
  const [, ...rows] = within(screen.getByRole("table", { name: "Boards" })).getAllByRole("row");
  return rows.map((row) => within(row).getAllByRole("link")[0]?.textContent);
};
const filter = () => screen.getByRole("searchbox", { name: "Filter boards" });

test("lists every board, and filters by text", async () => {
  page.go("/boards");
  await waitFor(() => expect(names()).toEqual(expect.arrayContaining(["Harbour", "Meadow", "Board 2"])));
  await page.user.type(filter(), "harb");
  await waitFor(() => expect(names()).toEqual(["Harbour"]));
  expect(screen.getByText("1 board of 3")).toBeDefined();
  await page.user.type(filter(), "our nowhere");
  await screen.findByText("No board matches these filters");
  await page.user.click(screen.getByRole("button", { name: "Clear the filters" }));
  await waitFor(() => expect(names()).toHaveLength(3));
});

test("filters by state, and follows a change that comes from elsewhere", async () => {
  page.go("/boards");
  await page.user.selectOptions(await screen.findByRole("combobox", { name: "State" }), "Paused");
  await screen.findByText("No board matches these filters");
  await page.desk.client.boards.setPaused({ id: page.desk.boardIds[1] ?? "", paused: true });
  await waitFor(() => expect(names()).toEqual(["Meadow"]));
  expect(location.hash).toContain("state=paused");
});
