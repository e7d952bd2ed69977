import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { hint } from "../../../../shared/hint-words.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
});
beforeEach(async () => {
  page.go("/runs");
  await screen.findByRole("heading", { level: 1, name: "Runs" });
});
afterAll(() => page.close());

async function openSettings(): Promise<void> {
  page.go("/settings");
  await screen.findByRole("region", { name: "Data" });
}

const card = () => within(screen.getByRole("region", { name: "Data" }));
const press = (name: string) => page.user.click(card().getByRole("button", { name }));

test("records are local until a source is set, and a wrong address shows the stage that failed", async () => {
  await openSettings();
  await page.user.click(await card().findByRole("radio", { name: "Mission Control's database" }));
  await press("Check and connect");
  await card().findByText(/Write it like postgresql:/);
  await page.user.type(card().getByLabelText("Database URL"), "postgresql+psycopg://fd:hidden-word@127.0.0.1:9/mc");
  await press("Check and connect");
  const stages = within(await card().findByRole("list", { name: "Connection check" }));
  expect(stages.getAllByRole("listitem")[0]?.textContent).toContain("Nothing listens at 127.0.0.1 port 9.");
  expect(stages.getByLabelText("failed")).toBeTruthy();
  await card().findByText(/nothing was saved/);
  expect((await page.desk.client.mirror.status()).source).toBeNull();
  expect(document.body.textContent).not.toContain("hidden-word");
  await press("Cancel");
  await page.user.click(await screen.findByRole("button", { name: "Discard changes" }));
  expect(card().getByRole<HTMLInputElement>("radio", { name: "Local" }).checked).toBe(true);
});

const both = hint("Press a button.", "Type a command.");

test("a source that was never pulled says so, with its check in the words of the window", async () => {
  const stages = [{ stage: "rights", result: "notice", text: "May only read.", hint: both }] as const;
  page.desk.mirror.setSource({ stages: [...stages] });
  await openSettings();
  await card().findByText(/Nothing has been pulled yet\.$/);
  card().getByText("Press a button.");
});

test("a source shows what its last pull changed, row by row, and never its password", async () => {
  page.desk.mirror.setSource();
  page.desk.mirror.savePull({
    counts: {
      boards: { added: 1, changed: 2, deleted: 0, leftOut: 0 },
      agents: { added: 0, changed: 0, deleted: 1, leftOut: 0 },
    },
    changes: [
      { table: "boards", id: "b1", name: "Support", kind: "added", columns: [], reason: null },
      {
        table: "boards",
        id: "b2",
        name: "Relaunch",
        kind: "changed",
        columns: ["objective", "max_agents"],
        reason: null,
      },
      { table: "agents", id: "a1", name: "Pico", kind: "deleted", columns: [], reason: null },
    ],
  });
  await openSettings();
  const report = within(await screen.findByRole("region", { name: "What the last pull changed" }));
  report.getByText("1 board added, 2 boards changed, 1 agent deleted.");
  expect(report.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "AddedBoardSupport",
    "ChangedBoardRelaunchobjective, max_agents",
    "DeletedAgentPico",
  ]);
  report.getByText("and 1 more rows");
  card().getByText("mission_control on 127.0.0.1:9");
  expect(document.body.textContent).not.toContain("secret-of-the-database");
});

test("a user that may only read, and pulls that fail, are said; every list is marked as stale", async () => {
  page.desk.mirror.setSource({ isReadOnly: true });
  page.desk.mirror.savePull({
    error: {
      code: "mirror-unreachable",
      message: "Nothing listens at 127.0.0.1 port 9.",
      hint: both,
    },
  });
  await openSettings();
  await card().findByText("This user may only read");
  await card().findByText(/The records here are those of the last pull\.$/);
  expect(card().queryByText(/Command line/)).toBeNull();
  const board = (await page.desk.client.boards.list({}))[0];
  for (const path of ["/gateways", "/boards", "/agents", `/gateways/${board?.gatewayId}`, `/boards/${board?.id}`]) {
    page.go(path);
    const badge = await screen.findByText(/^Stale: pulled/);
    expect(badge.closest("[title]")?.getAttribute("title")).toMatch(
      /^Nothing listens at 127\.0\.0\.1 port 9\. (?!.*Command line)/,
    );
  }
});

test("interval and write-back change without the URL, and the records can become local again", async () => {
  page.desk.mirror.setSource();
  await openSettings();
  await page.user.click(await card().findByRole("button", { name: "Change" }));
  const interval = card().getByLabelText("Seconds between pulls");
  await page.user.clear(interval);
  await page.user.type(interval, "120");
  await press("Save");
  await waitFor(async () => expect((await page.desk.client.mirror.status()).source?.pollSeconds).toBe(120));
  await page.user.click(await card().findByRole("radio", { name: "Local" }));
  await page.user.click(await screen.findByRole("button", { name: /Keep local|Discard and keep local/ }));
  await waitFor(async () => expect((await page.desk.client.mirror.status()).source).toBeNull());
});

test("a conflict shows both versions, and a choice is kept", async () => {
  page.desk.mirror.setSource();
  const [boardId = ""] = page.desk.boardIds;
  page.desk.mirror.saveConflict(
    { table: "boards", id: boardId },
    { column: "objective", ours: "Here", theirs: "There" },
  );
  await openSettings();
  const conflicts = within(await screen.findByRole("region", { name: "Conflicts" }));
  await conflicts.findByText("There");
  conflicts.getByText("1 value changed here and in Mission Control");
  await page.user.click(conflicts.getByRole("button", { name: "Keep ours: objective of Board 0" }));
  await conflicts.findByText("Ours chosen");
  expect(await page.desk.client.mirror.conflicts()).toMatchObject([{ column: "objective", choice: "ours" }]);
});
