import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 4 });
  await page.desk.sync({ rotateTokens: true });
});
afterAll(() => page.close());

const keyOf = (boardIndex: number) => `lead-${page.desk.boardIds[boardIndex]}`;
const soulOf = (boardIndex: number) => page.desk.gateway.readFile(keyOf(boardIndex), "SOUL.md");
const edit = (boardIndex: number, text: string) => page.desk.gateway.writeFile(keyOf(boardIndex), "SOUL.md", text);
const openedRun = () => location.hash.split("/").at(-1) ?? "";

test("a run is undone by a plan: what moved since is not ticked, and asks for the gateway's name", async () => {
  const { desk, user } = page;
  for (const index of [0, 1]) edit(index, `By hand ${index}`);
  const { run } = await desk.sync({});
  edit(1, "By hand again");
  page.go(`/runs/${run.id}`);
  await user.click(await screen.findByRole("button", { name: "Undo this run" }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("until their template or record changes");
  await user.click(within(dialog).getByRole("button", { name: "Plan the undo" }));
  await waitFor(() => expect(openedRun()).not.toBe(run.id));
  await desk.ended(openedRun());
  expect([soulOf(0), soulOf(1)]).toEqual([expect.not.stringContaining("By hand"), "By hand again"]);

  const box = (name: string) => screen.findByRole<HTMLInputElement>("checkbox", { name });
  expect((await box("SOUL.md of Agent 0")).checked).toBe(true);
  expect((await box("SOUL.md of Agent 1")).checked).toBe(false);
  expect(screen.getByText(new RegExp(`before run ${run.id.slice(0, 8)}`))).toBeDefined();
  await user.click(await box("SOUL.md of Agent 1"));
  await user.click(screen.getByRole("button", { name: /^Apply selected/ }));
  const asked = await screen.findByRole("dialog");
  expect(asked.textContent).toContain("The earlier version is written");
  const applying = within(asked).getByRole<HTMLButtonElement>("button", { name: "Apply" });
  expect(applying.disabled).toBe(true);
  const planId = openedRun();
  await user.type(within(asked).getByRole("textbox"), "Test gateway");
  await user.click(applying);
  await waitFor(() => expect(openedRun()).not.toBe(planId));
  const { run: applied } = await desk.ended(openedRun());
  expect(applied.status).toBe("succeeded");
  expect([soulOf(0), soulOf(1)]).toEqual(["By hand 0", "By hand 1"]);
  expect(await screen.findByRole("link", { name: "Undoes an earlier run" })).toBeDefined();
});

test("one edit that a run replaced is brought back from the run's page", async () => {
  const { desk, user } = page;
  edit(0, "Another edit");
  const { run } = await desk.sync({});
  page.go(`/runs/${run.id}?tab=drift`);
  await user.click(await screen.findByRole("button", { name: "Restore SOUL.md of Agent 0" }));
  await waitFor(() => expect(openedRun().startsWith(run.id)).toBe(false));
  await desk.ended(openedRun());
  const planId = openedRun();
  await user.click(await screen.findByRole("button", { name: "Apply selected (1 file of 1 agent)" }));
  await waitFor(() => expect(openedRun()).not.toBe(planId));
  await desk.ended(openedRun());
  expect(soulOf(0)).toBe("Another edit");
});

test("a run that wrote no file offers no undo", async () => {
  const { run } = await page.desk.sync({});
  page.go(`/runs/${run.id}`);
  expect(await screen.findByRole("button", { name: "Pin" })).toBeDefined();
  await waitFor(() => expect(screen.queryByRole("button", { name: "Undo this run" })).toBeNull());
});

test("the templates from before are used as well by choice, which says what that changes", async () => {
  const { desk, user } = page;
  const { folder } = await desk.client.templates.createSet({ name: "ours", from: null });
  await desk.client.app.saveSettings({ templateFolder: folder });
  await desk.sync({ overwrite: true });
  const before = soulOf(0);
  writeFileSync(join(folder, "BOARD_SOUL.md.j2"), "Be brief.");
  const { run } = await desk.sync({});
  expect(soulOf(0)).toBe("Be brief.");
  page.go(`/runs/${run.id}`);
  await user.click(await screen.findByRole("button", { name: "Undo this run" }));
  const dialog = await screen.findByRole("dialog");
  const choice = await within(dialog).findByRole("checkbox", { name: "Use the earlier templates as well" });
  expect(choice).toHaveProperty("checked", false);
  expect(dialog.textContent).toContain("The set ours gets its version");
  await user.click(choice);
  await user.click(within(dialog).getByRole("button", { name: "Plan the undo" }));
  await waitFor(() => expect(openedRun()).not.toBe(run.id));
  await desk.ended(openedRun());
  const planId = openedRun();
  await user.click(await screen.findByRole("button", { name: /^Apply selected/ }));
  await waitFor(() => expect(openedRun()).not.toBe(planId));
  await desk.ended(openedRun());
  expect(soulOf(0)).toBe(before);
  const writes = desk.gateway.fileWrites;
  await desk.sync({});
  expect(desk.gateway.fileWrites).toBe(writes);
});
