import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
/** Two agents whose SOUL was edited on the gateway since the sync. */
const edited = ["Agent 0", "Agent 1"];

beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 4 });
  const { desk } = page;
  await desk.sync({ rotateTokens: true });
  for (const key of desk.boardIds.map((id) => `lead-${id}`)) desk.gateway.writeFile(key, "SOUL.md", `Edited: ${key}`);
});
afterAll(() => page.close());

const soulOf = (boardIndex: number) => page.desk.gateway.readFile(`lead-${page.desk.boardIds[boardIndex]}`, "SOUL.md");
const tick = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name });
const isTicked = (name: string) => tick(name).checked;

test("only ticked files are applied: the others keep their edits", async () => {
  const { runId } = await page.desk.client.runs.sync({ gatewayId: page.desk.gatewayId, dryRun: true });
  await page.desk.ended(runId);
  page.go(`/runs/${runId}`);
  await screen.findByRole("checkbox", { name: "SOUL.md of Agent 0" });
  for (const name of edited) expect([isTicked(`All of ${name}`), isTicked(`SOUL.md of ${name}`)]).toEqual([true, true]);

  await page.user.click(tick("SOUL.md of Agent 1"));
  await waitFor(() => expect(isTicked("All of Agent 1")).toBe(false));
  await page.user.click(screen.getByRole("button", { name: "Select none" }));
  await waitFor(() => expect(isTicked("All of Agent 0")).toBe(false));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /^Apply/ }).disabled).toBe(true);
  await page.user.click(tick("All of Agent 0"));
  await waitFor(() => expect(isTicked("SOUL.md of Agent 0")).toBe(true));

  await page.user.click(screen.getByRole("button", { name: /^Apply/ }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("1 file edited on the gateway");
  await page.user.click(within(dialog).getByRole("button", { name: "Apply" }));
  await waitFor(() => expect(location.hash).not.toContain(runId));
  await page.desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(soulOf(0)).not.toContain("Edited");
  expect(soulOf(1)).toContain("Edited");
});

test("a filter shows the agents whose name contains its text", async () => {
  const { runId } = await page.desk.client.runs.sync({ gatewayId: page.desk.gatewayId, dryRun: true });
  await page.desk.ended(runId);
  page.go(`/runs/${runId}`);
  await screen.findByRole("checkbox", { name: "SOUL.md of Agent 1" });
  await page.user.type(screen.getByRole("searchbox", { name: "Filter the plan" }), "nowhere");
  await screen.findByText("Nothing in this plan matches these filters");
  await page.user.click(screen.getByRole("button", { name: "Clear the filters" }));
  await screen.findByRole("checkbox", { name: "SOUL.md of Agent 1" });
});

test("by equal change, files with the same change are one row with one diff, ticked together or one by one", async () => {
  const { desk } = page;
  for (const id of desk.boardIds) {
    const soul = desk.gateway.readFile(`lead-${id}`, "SOUL.md") ?? "";
    desk.gateway.writeFile(`lead-${id}`, "SOUL.md", `${soul.replace(/^Edited.*$/m, "")}\nBe rude.\n`);
  }
  await desk.sync({});
  for (const id of desk.boardIds) {
    const soul = desk.gateway.readFile(`lead-${id}`, "SOUL.md") ?? "";
    desk.gateway.writeFile(`lead-${id}`, "SOUL.md", `${soul}\nBe rude to all of ${id}.\n`);
  }
  const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId, dryRun: true });
  await desk.ended(runId);
  page.go(`/runs/${runId}`);
  await screen.findByText("2 files of 2 agents ticked");
  await page.user.selectOptions(await screen.findByRole("combobox", { name: "Order" }), "By equal change");
  const all = await screen.findByRole<HTMLInputElement>("checkbox", { name: "SOUL.md of 2 agents" });
  expect(all.checked).toBe(true);
  await page.user.click(screen.getByRole("button", { name: /^SOUL\.md of 2 agents: change/ }));
  await screen.findByText("Differs by agent: ‹board› (its board's id), ‹line› (the line).");
  await screen.findByText(/Be rude to all of ‹board›/);
  await page.user.click(await screen.findByRole("checkbox", { name: "SOUL.md of Agent 1" }));
  await waitFor(() => expect(all.indeterminate).toBe(true));
  await page.user.click(all);
  await waitFor(() => expect(isTicked("SOUL.md of Agent 1")).toBe(true));
  await page.user.click(all);
  await waitFor(() => expect(isTicked("SOUL.md of Agent 1")).toBe(false));
  expect(screen.getByRole<HTMLButtonElement>("button", { name: /^Apply/ }).disabled).toBe(true);
});

test("theirs is kept for a group or one of it, is not written then, and ticking it ends that", async () => {
  const { desk } = page;
  await desk.sync({ overwrite: true });
  for (const id of desk.boardIds) {
    desk.gateway.writeFile(`lead-${id}`, "SOUL.md", `${desk.gateway.readFile(`lead-${id}`, "SOUL.md")}\nKept.\n`);
  }
  const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId, dryRun: true });
  await desk.ended(runId);
  page.go(`/runs/${runId}?by=change`);
  await screen.findByText("2 files of 2 agents ticked");
  await page.user.click(await screen.findByRole("button", { name: "Keep theirs: SOUL.md of 2 agents" }));
  await screen.findByText("Nothing is ticked; 2 files kept as on the gateway");
  await page.user.click(screen.getByRole("button", { name: /^SOUL\.md of 2 agents: change/ }));
  await page.user.click(await screen.findByRole("checkbox", { name: "SOUL.md of Agent 1" }));
  await screen.findByText("1 file of 1 agent ticked; 1 file kept as on the gateway");
  await page.user.click(screen.getByRole("button", { name: /^Apply selected/ }));
  await page.user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Apply" }));
  await waitFor(() => expect(location.hash).not.toContain(runId));
  await page.desk.ended(location.hash.split("/").at(-1) ?? "");
  expect([soulOf(0), soulOf(1)]).toEqual([expect.stringContaining("Kept."), expect.not.stringContaining("Kept.")]);
  await desk.sync({});
  expect(soulOf(0)).toContain("Kept.");
});
