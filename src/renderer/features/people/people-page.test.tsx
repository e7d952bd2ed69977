import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

const press = (name: string | RegExp) => page.user.click(screen.getByRole("button", { name }));

test("an organization is created, its first person becomes the owner, another one takes over", async () => {
  page.go("/people");
  await screen.findByRole("heading", { name: "People" });
  await press("New organization");
  await press("Create organization");
  await screen.findByText("Give the organization a name.");
  await page.user.type(screen.getByLabelText("Name"), "Second");
  await press("Create organization");
  const card = (await screen.findByText("Second")).closest("section") ?? document.body;
  for (const name of ["Ada", "Bob"]) {
    await page.user.click(within(card).getByRole("button", { name: "Add person" }));
    const dialog = within(await screen.findByRole("dialog"));
    await page.user.type(dialog.getByLabelText("Name"), name);
    await page.user.click(dialog.getByRole("button", { name: "Add person" }));
    await within(card).findByRole("button", { name });
  }
  await page.user.click(within(card).getByRole("button", { name: "Bob" }));
  const dialog = within(await screen.findByRole("dialog"));
  await page.user.type(dialog.getByLabelText("Time zone"), "Europe/Berlin");
  await page.user.click(dialog.getByLabelText(/Owner of the organization/));
  await page.user.click(dialog.getByRole("button", { name: "Save person" }));
  await waitFor(async () => {
    const organizations = await page.desk.client.organizations.list();
    const second = organizations.find(({ name }) => name === "Second");
    expect(second?.people.map(({ name, isOwner, timezone }) => [name, isOwner, timezone])).toEqual([
      ["Bob", true, "Europe/Berlin"],
      ["Ada", false, null],
    ]);
  });
});
