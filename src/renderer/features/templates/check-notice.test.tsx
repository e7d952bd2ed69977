import { appendFileSync, mkdtempSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
const folder = mkdtempSync(join(tmpdir(), "checked-templates-"));
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  await cp(join(import.meta.dirname, "../../../../templates"), folder, { recursive: true });
});
afterAll(async () => {
  await page.close();
  rmSync(folder, { recursive: true, force: true });
});

test("the Templates page lists everything that is wrong with the folder, until it is put right", async () => {
  const { desk, user } = page;
  await desk.client.app.saveSettings({ templateFolder: folder });
  appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "\n{{ team_channel }}");
  appendFileSync(join(folder, "LEAD_AGENTS.md.j2"), "\n{{ escalation }}");
  page.go("/templates");
  await screen.findByText("A check found 2 problems in this folder");
  expect(screen.getByText(/"team_channel" is not defined/)).toBeTruthy();
  expect(screen.getByText(/"escalation" is not defined/)).toBeTruthy();

  const owner = { kind: "gateway" as const, id: desk.gatewayId };
  for (const name of ["team_channel", "escalation"]) {
    await desk.client.templates.setVariable({ owner, name, value: "x" });
  }
  await user.click(screen.getByRole("button", { name: "Reload" }));
  await waitFor(() => expect(screen.queryByText(/A check found/)).toBeNull());
});
