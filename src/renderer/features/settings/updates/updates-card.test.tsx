import { screen, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type UpdateView, updateKinds } from "../../../../shared/updates.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

const off: UpdateView = {
  kind: "self",
  feed: null,
  step: "idle",
  version: null,
  percent: 0,
  checkedAt: null,
  problem: null,
};
let page: TestWindow;
// What a browser host says; the first test may come before the window follows changes.
let view: UpdateView = { ...off, kind: "served" };
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  page.desk.hostedApp.services.updates.view = () => view;
});
afterAll(() => page.close());

const card = async () => within(await screen.findByRole("region", { name: "Updates" }));
const feed = { address: "https://files.example.com/fd/", channel: "latest" };

async function show(change: Partial<UpdateView>) {
  view = { ...off, ...change };
  page.go("/");
  page.desk.hostedApp.services.changes.emit("app");
  page.go("/settings");
  return card();
}

test("a window of a browser host says that it is updated elsewhere, and has no form", async () => {
  const shown = await show({ kind: "served" });
  await shown.findByText(/it is updated there/);
  expect(shown.queryByRole("textbox")).toBeNull();
});

test("an address that cannot be used is refused in words", async () => {
  const shown = await show({});
  await shown.findByText("Updates are off.");
  await page.user.type(shown.getByRole("textbox", { name: "Address of your releases" }), "http://files.example.com/");
  await page.user.click(shown.getByRole("button", { name: "Save updates" }));
  await shown.findByText(/is not an https address/);
});

test("what was saved is said", async () => {
  await show({});
  // The card is drawn again for the saved address.
  page.desk.hostedApp.services.updates.saveFeed = () => {
    view = { ...off, feed };
    return view;
  };
  const shown = await card();
  const address = shown.getByRole("textbox", { name: "Address of your releases" });
  await page.user.clear(address);
  await page.user.type(address, feed.address);
  await page.user.click(shown.getByRole("button", { name: "Save updates" }));
  await screen.findByText("The address of your releases is saved");
});

test("what was found and what went wrong is shown, and a version that is ready on every screen", async () => {
  let shown = await show({ feed, step: "failed", problem: { message: "No channel.", hint: "Check it." } });
  await shown.findByText("No channel. Check it.");
  await shown.findByRole("link", { name: /More about this/ });
  shown = await show({ feed, kind: "deb", step: "available", version: "9.1.0" });
  await shown.findByText("Version 9.1.0 is available");
  expect(shown.getAllByText(updateKinds.deb)).toHaveLength(1);
  shown = await show({ feed, step: "ready", version: "9.1.0" });
  expect(await shown.findByRole<HTMLButtonElement>("button", { name: "Restart and update" })).toHaveProperty(
    "disabled",
    false,
  );
  page.go("/boards");
  await within(screen.getByRole("contentinfo")).findByText("Version 9.1.0 is ready");
});
