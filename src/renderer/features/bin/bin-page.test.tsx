import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 2 });
});
afterAll(() => page.close());

const press = async (name: string) => page.user.click(await screen.findByRole("button", { name }));
const boards = async () => (await page.desk.client.boards.list({})).map(({ name }) => name).toSorted();

async function deleteBoard(id: string, name: string) {
  page.go(`/boards/${id}?ask=delete`);
  const dialog = within(await screen.findByRole("dialog", { name: `Delete ${name}?` }));
  dialog.getByText(/You can restore them from the bin for 30 days/);
  await page.user.type(dialog.getByRole("textbox"), name);
  await page.user.click(dialog.getByRole("button", { name: "Delete board" }));
  await screen.findAllByText("The board was deleted");
  // The message may be that of an earlier deletion; the page is left once this one is done.
  await waitFor(() => expect(location.hash).toBe("#/boards"));
}

test("a deleted board is restored by Undo, or on the page of the bin, which is emptied after a question", async () => {
  const [id = ""] = page.desk.boardIds;
  const all = await boards();
  const [name = ""] = all;
  await deleteBoard(id, name);
  expect(await boards()).not.toContain(name);
  await page.user.click((await screen.findAllByRole("button", { name: "Undo" })).at(-1) ?? document.body);
  await screen.findByText(`Board "${name}" was restored`);
  expect(await boards()).toEqual(all);

  await deleteBoard(id, name);
  page.go("/bin");
  const table = within(await screen.findByRole("table", { name: "Deleted records" }));
  await table.findByText("1 agent");
  await press(`Restore ${name}`);
  await screen.findByText("The bin is empty");
  expect(await boards()).toEqual(all);

  await deleteBoard(id, name);
  page.go("/bin");
  // Until it is listed, there is nothing to empty.
  await screen.findByRole("table", { name: "Deleted records" });
  await press("Empty the bin");
  const dialog = within(await screen.findByRole("dialog", { name: "Empty the bin?" }));
  await page.user.click(dialog.getByRole("button", { name: "Delete for good" }));
  await screen.findByText("The bin is empty");
  expect(await boards()).not.toContain(name);
});
