import { screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 0, agents: 0 });
});
afterAll(() => page.close());

test("says what is wrong with the place of the data folder", async () => {
  page.go("/settings");
  const card = within(await screen.findByRole("region", { name: "Data folder" }));
  expect(card.queryByText("The data folder is in an unsuitable place")).toBeNull();
  page.desk.hostedApp.services.host.folderProblem = "The data folder is on a network drive.";
  page.desk.hostedApp.services.changes.emit("app");
  await card.findByText("The data folder is on a network drive.");
  card.getByText("The data folder is in an unsuitable place");
});
