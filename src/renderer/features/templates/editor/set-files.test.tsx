import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  // jsdom has no layout.
  Range.prototype.getClientRects = () => [] as unknown as DOMRectList;
  Range.prototype.getBoundingClientRect = () => new DOMRect();
  globalThis.DOMRect ??= class {} as typeof DOMRect;
});
afterAll(() => page.close());

const dialog = () => screen.findByRole("dialog");
const gone = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
const press = async (name: string) => page.user.click(within(await dialog()).getByRole("button", { name }));
const menu = async (template: string, entry: string) => {
  await page.user.click(await screen.findByRole("button", { name: `More for ${template}` }));
  await page.user.click(await screen.findByRole("menuitem", { name: entry }));
};
const save = async () => {
  await page.user.click(screen.getByRole("button", { name: "Save version" }));
  await press("Save version");
  await gone();
};

test("templates are added, renamed and deleted in a draft, and what that means is said", async () => {
  const { user, go, desk } = page;
  const { folder } = await desk.client.templates.createSet({ name: "Files", from: null });
  const pathOf = (name: string) => join(folder, name);
  go(`/templates/edit?set=${encodeURIComponent(folder)}`);
  await user.click(await screen.findByRole("button", { name: "New file" }));
  await user.selectOptions(within(await dialog()).getByLabelText("Template"), "LEAD_SOUL.md.j2");
  within(await dialog()).getByText(/It makes SOUL of leads, in place of BOARD_SOUL\.md\.j2/);
  await press("Add the file");
  await screen.findByRole("heading", { name: "LEAD_SOUL.md.j2" });
  await user.click(screen.getByRole("button", { name: "New file" }));
  await user.selectOptions(within(await dialog()).getByLabelText("Template"), "part");
  await press("Add the file");
  within(await dialog()).getByText("Letters, digits and underscores, at least one.");
  await user.type(within(await dialog()).getByLabelText("Name of the part"), "house rules");
  await press("Add the file");
  await menu("PART_HOUSE_RULES.md.j2", "Rename");
  await user.clear(within(await dialog()).getByLabelText("Name of the part"));
  await user.type(within(await dialog()).getByLabelText("Name of the part"), "RULES");
  await press("Rename in this draft");
  await screen.findByRole("heading", { name: "PART_RULES.md.j2" });
  await save();
  expect(readFileSync(pathOf("LEAD_SOUL.md.j2"), "utf8")).toBe(readFileSync(pathOf("BOARD_SOUL.md.j2"), "utf8"));
  expect([existsSync(pathOf("PART_RULES.md.j2")), existsSync(pathOf("PART_HOUSE_RULES.md.j2"))]).toEqual([true, false]);

  go(`/templates/edit?set=${encodeURIComponent(folder)}&template=BOARD_SOUL.md.j2`);
  await menu("BOARD_SOUL.md.j2", "Delete");
  within(await dialog()).getByText(/Every set needs it/);
  await press("Leave it");
  go(`/templates/edit?set=${encodeURIComponent(folder)}&template=LEAD_SOUL.md.j2`);
  await menu("LEAD_SOUL.md.j2", "Delete");
  within(await dialog()).getByText(
    /SOUL of leads is made from BOARD_SOUL\.md\.j2 then.*Nothing is deleted on gateways/,
  );
  await press("Delete in this draft");
  await gone();
  await screen.findByText(/This draft deletes LEAD_SOUL/);
  await user.click(screen.getByRole("button", { name: "Keep it after all" }));
  await menu("LEAD_SOUL.md.j2", "Delete");
  await press("Delete in this draft");
  await gone();
  await save();
  await waitFor(() => expect(existsSync(pathOf("LEAD_SOUL.md.j2"))).toBe(false));
  const [latest] = await desk.client.templates.versions({ folder });
  expect(latest?.source).toBe("saved");
});
