import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let agentId = "";
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  const { desk } = page;
  await desk.sync({ rotateTokens: true });
  const agents = await desk.client.agents.list({});
  agentId = agents.find(({ name }) => name === "Agent 1")?.id ?? "";
  desk.gateway.writeFile(`mc-${agentId}`, "SOUL.md", "Edited by hand");
  await desk.sync({});
});
afterAll(() => page.close());

const show = (file: string) => page.go(`/agents/${agentId}?file=${file}&view=versions`);

test("the versions of a file are listed, and any two are shown side by side", async () => {
  show("SOUL.md");
  const list = await screen.findByRole("region", { name: "Versions of SOUL.md" });
  const rows = within(list).getAllByRole("row").slice(2);
  expect(rows).toHaveLength(3);
  expect(rows.map((row) => /Written by Flight Deck|Found on the gateway/.exec(row.textContent ?? "")?.[0])).toEqual([
    "Written by Flight Deck",
    "Found on the gateway",
    "Written by Flight Deck",
  ]);
  const diff = await screen.findByRole("region", { name: "Differences in SOUL.md" });
  expect(diff.textContent).toContain("Edited by hand");
  const [oldest] = within(rows[2] as HTMLElement).getAllByRole("radio");
  await page.user.click(oldest as HTMLElement);
  await screen.findByText("Nothing differs between these");
  page.desk.gateway.writeFile(`mc-${agentId}`, "SOUL.md", "Edited again");
  await page.user.click(within(list).getByRole("radio", { name: "Compare to what the gateway has now" }));
  await waitFor(async () =>
    expect((await screen.findByRole("region", { name: "Differences in SOUL.md" })).textContent).toContain(
      "Edited again",
    ),
  );
});

test("a version is restored by a plan", async () => {
  show("SOUL.md");
  const list = await screen.findByRole("region", { name: "Versions of SOUL.md" });
  const found = within(list)
    .getAllByRole("row")
    .find((row) => row.textContent?.includes("Found on the gateway"));
  await page.user.click(within(found as HTMLElement).getByRole("button", { name: /^Restore version/ }));
  await waitFor(() => expect(location.hash).toContain("/runs/"));
  const planId = location.hash.split("/").at(-1) ?? "";
  const { run } = await page.desk.ended(planId);
  expect([run.status, run.options.restore]).toMatchObject(["succeeded", { agentId, fileName: "SOUL.md" }]);
  expect(await screen.findByText(/the earlier version/)).toBeDefined();
});

test("contents that were lost with their key are said to be lost", async () => {
  page.desk.hostedApp.services.database.sqlite.exec("UPDATE contents SET sealed = x''");
  show("IDENTITY.md");
  const list = await screen.findByRole("region", { name: "Versions of IDENTITY.md" });
  expect(list.textContent).toContain("lost with its key");
  await screen.findByText(/was lost with its key\.$/);
});

test("a file without a version says what will be there", async () => {
  page.desk.hostedApp.services.database.sqlite.exec(
    "UPDATE file_writes SET replaced_version_id = NULL; DELETE FROM file_versions",
  );
  page.go(`/agents/${agentId}?file=USER.md&view=versions`);
  await screen.findByText("No version yet");
});
