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

const cardOf = async (name: string) => {
  page.go("/people");
  return (await screen.findByRole("heading", { name })).closest("section") ?? document.body;
};

test("removing the owner says that the person is deleted, and asks first", async () => {
  const { client } = page.desk;
  const { id: organizationId } = await client.organizations.create({ name: "Third" });
  await client.organizations.addPerson({ organizationId, person: { name: "Cleo" }, isOwner: true });
  const peopleThere = async () =>
    (await client.organizations.list()).find(({ id }) => id === organizationId)?.people.length;
  const card = await cardOf("Third");
  await page.user.click(await within(card).findByRole("button", { name: "Cleo" }));
  await press("Remove from Third");
  const question = within(await screen.findByRole("dialog", { name: "Remove Cleo from Third?" }));
  question.getByText(
    /deletes this person if they are in no other organization. You can restore them from the bin for 30 days/,
  );
  question.getByText(/Third then has no owner/);
  expect(await peopleThere()).toBe(1);
  await page.user.click(question.getByRole("button", { name: "Remove person" }));
  await waitFor(async () => expect(await peopleThere()).toBe(0));
  await within(card).findByText("There are no people in this organization yet");
});

test("an organization in use cannot be deleted, and can once its boards and gateways are gone", async () => {
  const { client, gatewayId } = page.desk;
  const [organization] = await client.organizations.list();
  const name = organization?.name ?? "";
  const card = await cardOf(name);
  const deleteEntry = async () => {
    await press(`More actions for ${name}`);
    const entry = await screen.findByRole("menuitem", { name: /^Delete organization/ });
    const isDisabled = entry.hasAttribute("data-disabled");
    await page.user.keyboard("{Escape}");
    return isDisabled;
  };
  await within(card).findByText("1 board");
  expect(await deleteEntry()).toBe(true);
  const [board] = await client.boards.list({ gatewayId });
  await client.boards.delete({ id: board?.id ?? "", confirmName: board?.name ?? "" });
  await within(card).findByText("0 boards");
  const [gateway] = await client.gateways.list();
  await client.gateways.delete({ id: gatewayId, confirmName: gateway?.name ?? "" });
  await within(card).findByText("no gateway");
  expect(await deleteEntry()).toBe(false);
});
