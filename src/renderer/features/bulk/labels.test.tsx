import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 5 });
});
afterAll(() => page.close());

const names = () => {
  const [, ...rows] = within(screen.getByRole("table", { name: "Agents" })).getAllByRole("row");
  return rows.map((row) => within(row).getAllByRole("link")[0]?.textContent);
};
const box = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name: `Choose ${name}` });
const bar = () => screen.getByRole("region", { name: "Chosen agents" });

test("Shift chooses the range on screen, the header all that is shown, and the keys move and clear", async () => {
  const { user } = page;
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  const [first = "", second = "", third = "", fourth = ""] = names() as string[];
  await user.click(box(first));
  await user.keyboard("{Shift>}");
  await user.click(box(third));
  await user.keyboard("{/Shift}");
  expect(bar().textContent).toContain("3 agents chosen");
  expect(box(second).checked).toBe(true);
  box(third).focus();
  await user.keyboard("{Shift>}{ArrowDown}{/Shift}");
  expect(document.activeElement).toBe(box(fourth));
  expect(bar().textContent).toContain("4 agents chosen");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("region", { name: "Chosen agents" })).toBeNull();
  await user.type(screen.getByRole("searchbox", { name: "Filter agents" }), "Agent 2");
  await waitFor(() => expect(names()).toEqual(["Agent 2"]));
  await user.click(screen.getByRole("checkbox", { name: "Choose all 1 row" }));
  await user.clear(screen.getByRole("searchbox", { name: "Filter agents" }));
  await waitFor(() => expect(names()).toHaveLength(6));
  expect(bar().textContent).toContain("1 agent chosen");
  await user.type(screen.getByRole("searchbox", { name: "Filter agents" }), "Agent 3");
  await waitFor(() => expect(bar().textContent).toContain("0 agents chosen · 1 more hidden by the filters"));
  await user.click(within(bar()).getByRole("button", { name: "Choose none" }));
  await user.clear(screen.getByRole("searchbox", { name: "Filter agents" }));
});

test("labels are given to chosen agents, filter the list by the address, and are taken away", async () => {
  const { user, desk } = page;
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  for (const name of ["Agent 1", "Agent 2"]) await user.click(box(name));
  await user.click(within(bar()).getByRole("button", { name: "Labels" }));
  const dialog = await screen.findByRole("dialog", { name: "Labels of 2 agents" });
  await user.type(within(dialog).getByRole("textbox", { name: "Add" }), "night eu!");
  expect(dialog.textContent).toContain('"eu!" must be a word');
  await user.type(within(dialog).getByRole("textbox", { name: "Add" }), "{Backspace}");
  await user.click(within(dialog).getByRole("button", { name: "Change labels" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.selectOptions(await screen.findByRole("combobox", { name: "Label" }), "Label: night");
  await waitFor(() => expect(names()).toEqual(["Agent 1", "Agent 2"]));
  expect(location.hash).toContain("label=night");
  await user.click(within(bar()).getByRole("button", { name: "Labels" }));
  const again = await screen.findByRole("dialog", { name: "Labels of 2 agents" });
  const suggestions = within(again).getByRole("list", { name: "Suggestions for remove" });
  await user.click(within(suggestions).getByRole("button", { name: "Take eu" }));
  await user.click(within(again).getByRole("button", { name: "Change labels" }));
  await waitFor(async () =>
    expect(await desk.client.labels.list()).toEqual([{ label: "night", agents: 2, boards: 0 }]),
  );
});

test("a board's labels are set in its form, shown, and count for its agents", async () => {
  const { user, desk } = page;
  const [boardId = ""] = desk.boardIds;
  page.go(`/boards/${boardId}/edit`);
  await user.type(await screen.findByRole("textbox", { name: "Labels" }), "Quiet");
  await user.click(screen.getByRole("button", { name: "Save board" }));
  await waitFor(() => expect(location.hash).toBe(`#/boards/${boardId}`));
  expect(await screen.findAllByText("quiet")).not.toHaveLength(0);
  page.go("/agents?label=quiet");
  const onBoard = await desk.client.agents.list({ boardId });
  await waitFor(() => expect(names()).toEqual(onBoard.map(({ name }) => name)));
  page.go("/boards?label=quiet");
  const boards = within(await screen.findByRole("table", { name: "Boards" }));
  await waitFor(() => expect(boards.getAllByRole("row")).toHaveLength(2));
});

test("an agent's labels are set in its form, and a form without a change of labels leaves them", async () => {
  const { user, desk } = page;
  const [id = ""] = desk.agentIds.slice(-1);
  page.go(`/agents/${id}/edit`);
  await user.type(await screen.findByRole("textbox", { name: "Labels" }), "late");
  await user.click(screen.getByRole("button", { name: "Save agent" }));
  await waitFor(async () => expect((await desk.client.agents.get({ id })).labels).toContain("late"));
  await desk.client.agents.update({ id, change: { name: "Renamed" } });
  expect((await desk.client.agents.get({ id })).labels).toContain("late");
});
