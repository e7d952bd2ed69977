import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 3, agents: 8 });
  await page.desk.sync({ rotateTokens: true });
});
afterAll(() => page.close());

const table = (name: string) => within(screen.getByRole("table", { name }));
const names = (list = "Agents") => {
  const [, ...rows] = table(list).getAllByRole("row");
  return rows.map((row) => within(row).getAllByRole("link")[0]?.textContent);
};
const bar = (list: string) => within(screen.getByRole("region", { name: `Chosen ${list}` }));

async function chooseAll(path: string, list: string, count: number) {
  page.go(path);
  await waitFor(() => expect(names(list)).toHaveLength(count));
  const box = screen.getByRole<HTMLInputElement>("checkbox", { name: new RegExp(`^Choose all ${count} row`) });
  if (!box.checked) await page.user.click(box);
}

async function openMore(entry: string) {
  await page.user.click(bar("agents").getByRole("button", { name: "More" }));
  await page.user.click(await screen.findByRole("menuitem", { name: entry }));
  return within(await screen.findByRole("dialog"));
}

test("agents are moved to a board after the dialog has said which stay and why", async () => {
  const { user, desk } = page;
  await chooseAll("/agents", "Agents", 9);
  const dialog = await openMore("Move to a board");
  const [boardId = ""] = desk.boardIds;
  await dialog.findByRole("option", { name: "Board 0" }, { timeout: 10_000 });
  await user.selectOptions(dialog.getByRole("combobox", { name: "Board" }), boardId);
  await dialog.findByText(/agents will be moved/);
  expect(dialog.getAllByText("a lead stays with its board")).not.toHaveLength(0);
  expect(dialog.getByText("the main agent of a gateway is on no board")).toBeTruthy();
  await user.click(dialog.getByRole("button", { name: "Move agents" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const leads = (await desk.client.agents.list({})).filter(({ boardId: id }) => id !== null && id !== boardId);
  expect(leads.every(({ isBoardLead }) => isBoardLead)).toBe(true);
});

test("the files in conflict of chosen agents are kept as they are on the gateway", async () => {
  const { user, desk } = page;
  await desk.sync({});
  const [one] = (await desk.client.agents.list({})).filter(({ isBoardLead, isMain }) => !isBoardLead && !isMain);
  const { id = "", name = "" } = one ?? {};
  const { agentKey } = await desk.client.agents.get({ id });
  desk.gateway.writeFile(agentKey, "SOUL.md", "Edited on the gateway.");
  await desk.client.agents.update({ id, change: { soulTemplate: "Changed here." } });
  await chooseAll("/agents", "Agents", 9);
  const dialog = await openMore("Keep theirs");
  await dialog.findByText("1 agent keep their gateway versions");
  expect(dialog.getByText(name)).toBeTruthy();
  expect(dialog.getByText("SOUL.md")).toBeTruthy();
  await user.click(dialog.getByRole("button", { name: "Keep theirs" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await desk.sync({});
  expect(desk.gateway.readFile(agentKey, "SOUL.md")).toBe("Edited on the gateway.");
});

test("the dialog says which agents could not be compared, and not that there is nothing to do", async () => {
  const { desk, user } = page;
  await chooseAll("/agents", "Agents", 9);
  desk.gateway.inject({ kind: "slow", method: "config.get", delayMs: 60_000, when: "before" });
  const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId });
  const dialog = await openMore("Take ours");
  await dialog.findByText("9 agents could not be compared");
  await desk.client.runs.cancel({ id: runId });
  await desk.ended(runId);
  desk.gateway.clearFaults();
  expect(dialog.queryByText(/nothing to do/)).toBeNull();
  expect(dialog.getAllByText(/A run is already in progress/).length).toBeGreaterThan(1);
  expect(dialog.getByRole<HTMLButtonElement>("button", { name: "Take ours" }).disabled).toBe(true);
  await user.click(dialog.getByRole("button", { name: "Cancel" }));
});

test("agents are deleted only after their number was typed, and those that are left out stay", async () => {
  const { user, desk } = page;
  await chooseAll("/agents", "Agents", 9);
  const dialog = await openMore("Delete agents");
  await dialog.findByText("8 agents will be deleted");
  const confirm = dialog.getByRole<HTMLButtonElement>("button", { name: "Delete agents" });
  expect(confirm.disabled).toBe(true);
  await user.type(dialog.getByRole("textbox"), "9");
  expect(confirm.disabled).toBe(true);
  await user.type(dialog.getByRole("textbox"), "{Backspace}8");
  await user.click(confirm);
  await waitFor(() => expect(names()).toHaveLength(1));
  expect((await desk.client.agents.list({})).map(({ isMain }) => isMain)).toEqual([true]);
  expect(await desk.client.bin.list()).toHaveLength(8);
  expect(await screen.findByText("8 agents deleted")).toBeTruthy();
});

test("boards are chosen, labelled and deleted", async () => {
  const { user, desk } = page;
  await chooseAll("/boards", "Boards", 3);
  await user.click(bar("boards").getByRole("button", { name: "Labels" }));
  const labels = within(await screen.findByRole("dialog", { name: "Labels of 3 boards" }));
  await user.type(labels.getByRole("textbox", { name: "Add" }), "old");
  await user.click(labels.getByRole("button", { name: "Change labels" }));
  await waitFor(async () => expect(await desk.client.labels.list()).toEqual([{ label: "old", agents: 0, boards: 3 }]));
  const [first = ""] = names("Boards") as string[];
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await user.click(screen.getByRole("checkbox", { name: `Choose ${first}` }));
  await user.click(bar("boards").getByRole("button", { name: "Delete" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Delete 2 boards?" }));
  await user.type(await dialog.findByRole("textbox"), "2");
  await user.click(dialog.getByRole("button", { name: "Delete boards" }));
  await waitFor(async () => expect((await desk.client.boards.list({})).map(({ name }) => name)).toEqual([first]));
});

test("chosen gateways are checked", async () => {
  await chooseAll("/gateways", "Gateways", 1);
  await page.user.click(bar("gateways").getByRole("button", { name: "Check" }));
  await waitFor(() => expect(location.hash).toContain("/runs/"));
  const { run } = await page.desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(run.status).toBe("succeeded");
});
