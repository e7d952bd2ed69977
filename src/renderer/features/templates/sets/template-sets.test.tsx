import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
});
afterAll(() => page.close());

const card = (name: string) => screen.findByRole("region", { name });
const dialog = () => screen.findByRole("dialog");
const press = async (name: string, within_: HTMLElement) => {
  await page.user.click(within(within_).getByRole("button", { name }));
};
const choose = async (set: string, entry: string) => {
  await press(`More for ${set}`, await card(set));
  await page.user.click(await screen.findByRole("menuitem", { name: entry }));
};
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

test("a set is made, given to a board, renamed, and not deleted while it is used", async () => {
  const { user, go, desk } = page;
  go("/templates?tab=sets");
  await screen.findByText("Comes with Flight Deck");
  await user.click(screen.getByRole("button", { name: "New set" }));
  await user.type(within(await dialog()).getByLabelText("Name"), "Support");
  await press("Make the set", await dialog());
  await gone();
  expect(within(await card("Support")).getByText("Nothing uses this set.")).toBeTruthy();

  await press("Use this set for…", await card("Support"));
  await press("Check and use", await dialog());
  await gone();
  const [board] = await desk.client.boards.list({});
  await within(await card("Support")).findByRole("link", { name: board?.name ?? "" });

  await choose("Support", "Rename");
  const name = within(await dialog()).getByLabelText("Name");
  await user.clear(name);
  await user.type(name, "Helpdesk");
  await press("Rename", await dialog());
  await gone();
  await choose("Helpdesk", "Delete");
  await press("Delete set", await dialog());
  await within(await dialog()).findByText(`The template set "Helpdesk" is used by board "${board?.name}".`);
  await press("Cancel", await dialog());
  await gone();

  go(`/boards/${board?.id}`);
  await screen.findByText(", the board's own");
  go("/templates?tab=sets");
  await press(`Let ${board?.name} follow its gateway's set`, await card("Helpdesk"));
  await press("Follow its gateway's set", await dialog());
  await gone();
  await choose("Helpdesk", "Delete");
  await press("Delete set", await dialog());
  await gone();
  await waitFor(() => expect(screen.queryByRole("region", { name: "Helpdesk" })).toBeNull());
});

test("a board gets a set on its page, and the versions of any set are shown", async () => {
  const { user, go, desk } = page;
  const { folder } = await desk.client.templates.createSet({ name: "For one board", from: null });
  const [board] = await desk.client.boards.list({});
  go(`/boards/${board?.id}`);
  await screen.findByText(", the default");
  await user.click(screen.getByRole("button", { name: "Change templates" }));
  await within(await dialog()).findByRole("option", { name: "For one board" });
  await user.selectOptions(within(await dialog()).getByLabelText("Set"), "For one board");
  await press("Check and save", await dialog());
  await gone();
  await screen.findByText(", the board's own");
  const [agent] = await desk.client.agents.list({ boardId: board?.id ?? "" });
  go(`/agents/${agent?.id}`);
  await screen.findByText(", the board's own");

  go("/templates?tab=versions");
  await screen.findByText("The built-in templates have no versions");
  await user.selectOptions(screen.getByLabelText("Set"), folder);
  await screen.findByText(/Copied by .*The built-in templates/);
});
