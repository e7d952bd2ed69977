import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
});
afterAll(() => page.close());

const boards = () => page.desk.client.boards.list({});
const agents = (boardId: string) => page.desk.client.agents.list({ boardId });
const openBoard = async () => {
  const [board] = await boards();
  if (!board) throw new Error("no board");
  page.go("/boards");
  await screen.findByRole("table", { name: "Boards" });
  page.go(`/boards/${board.id}`);
  await screen.findByRole("heading", { level: 1, name: board.name });
  return board;
};

test("a pasted table is shown with what is wrong, and added once it is right", async () => {
  const board = await openBoard();
  const before = await agents(board.id);
  await page.user.click(await screen.findByRole("button", { name: "Paste a table" }));
  const dialog = within(await screen.findByRole("dialog"));
  expect(dialog.getByRole<HTMLButtonElement>("button", { name: "Add agents" }).disabled).toBe(true);
  const field = dialog.getByRole("textbox", { name: "Agents" });
  await page.user.click(field);
  await page.user.paste(`Role\tName\tPets\nEngineer\tMira\tcat\n\t${before[0]?.name}\t`);
  expect((await dialog.findByText("2 agents, 1 row to correct")).className).toContain("danger");
  dialog.getByText("Its board already has an agent of this name.");
  dialog.getByText("Not read: Pets");
  await page.user.clear(field);
  await page.user.paste("Role\tName\nEngineer\tMira\n\tNoor");
  await page.user.click(await dialog.findByRole("button", { name: "Add 2 agents" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect((await agents(board.id)).map(({ name }) => name)).toEqual(expect.arrayContaining(["Mira", "Noor"]));
  expect(await agents(board.id)).toHaveLength(before.length + 2);
});

test("a board is duplicated with its agents, and one of them once more", async () => {
  const board = await openBoard();
  const before = await agents(board.id);
  await page.user.click(screen.getByRole("button", { name: "More actions" }));
  await page.user.click(await screen.findByRole("menuitem", { name: "Duplicate board" }));
  const name = await screen.findByRole("textbox", { name: "Name" });
  await page.user.clear(name);
  await page.user.click(screen.getByRole("button", { name: "Duplicate" }));
  expect(name.getAttribute("aria-invalid")).toBe("true");
  await page.user.type(name, "Night Shift");
  await page.user.click(screen.getByRole("button", { name: "Duplicate" }));
  await screen.findByRole("heading", { level: 1, name: "Night Shift" });
  const copy = (await boards()).find((each) => each.name === "Night Shift");
  const copies = await agents(copy?.id ?? "");
  expect(copies.map((agent) => agent.name)).toEqual(before.map((agent) => agent.name));

  const [agent] = copies;
  page.go(`/agents/${agent?.id}`);
  await screen.findByRole("heading", { level: 1, name: agent?.name });
  await page.user.click(screen.getByRole("button", { name: "More actions" }));
  await page.user.click(await screen.findByRole("menuitem", { name: "Duplicate agent" }));
  await page.user.click(await screen.findByRole("button", { name: "Duplicate" }));
  await screen.findByRole("heading", { level: 1, name: `${agent?.name} copy` });
  expect(await agents(copy?.id ?? "")).toHaveLength(copies.length + 1);
});
