import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

test("how long runs are kept, and of what versions, is shown, checked and saved", async () => {
  const { desk, user } = page;
  page.go("/settings");
  const card = within(await screen.findByRole("region", { name: "History" }));
  const [days, runs] = [card.getByLabelText("Days"), card.getByLabelText("Latest runs of each gateway")];
  expect([days, runs].map((field) => (field as HTMLInputElement).value)).toEqual(["90", "200"]);
  const save = card.getByRole("button", { name: "Save history" });
  expect(save).toHaveProperty("disabled", true);
  await user.clear(days);
  await user.type(days, "0");
  await user.click(save);
  expect(await card.findByText("Enter a whole number from 1 to 3,650.")).toBeDefined();
  await user.clear(days);
  await user.type(days, "30");
  const learned = card.getByLabelText("Keep versions of what agents write in USER and MEMORY");
  expect(learned).toHaveProperty("checked", false);
  await user.click(learned);
  await user.click(save);
  await waitFor(async () => expect((await desk.client.app.settings()).historyDays).toBe(30));
  expect(await desk.client.app.settings()).toMatchObject({ historyRuns: 200, keepsLearned: true });
});
