import { readFileSync } from "node:fs";
import { join } from "node:path";
import { screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

test("shows the id of the key, where it is and how to replace it, and never the key", async () => {
  const { vault, dataDir } = page.desk.hostedApp.services;
  page.go("/settings");
  const card = within(await screen.findByRole("region", { name: "Data key" }));
  card.getByText(vault.keyId);
  card.getByText(/in a file that only your user can read/);
  card.getByText("flightdeck key rotate");
  // Only the desktop has access to the system's key store.
  expect(card.queryByRole("button")).toBeNull();
  expect(document.body.textContent).not.toContain(readFileSync(join(dataDir, "data.key"), "utf8").trim());
});
