import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

test("forbidden phrases and budgets are saved, and what cannot be used is said at its field", async () => {
  const { user, go, desk } = page;
  go("/settings");
  const card = await screen.findByRole("region", { name: "Rules for templates" });
  await user.type(await within(card).findByLabelText("Forbidden phrases"), "as an AI\nx");
  await user.type(within(card).getByLabelText("SOUL"), "many");
  await user.click(within(card).getByRole("button", { name: "Save rules" }));
  expect(within(card).getByText('"x" does not have 2 to 200 characters.')).toBeTruthy();
  expect(within(card).getByText("Not a number of characters.")).toBeTruthy();
  await user.type(within(card).getByLabelText("Forbidden phrases"), "yz");
  await user.clear(within(card).getByLabelText("SOUL"));
  await user.type(within(card).getByLabelText("SOUL"), "8000");
  await user.click(within(card).getByRole("button", { name: "Save rules" }));
  await waitFor(async () =>
    expect(await desk.client.templates.rules()).toEqual({ forbidden: ["as an AI", "xyz"], budgets: { SOUL: 8000 } }),
  );
});
