import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "./test-window.tsx";

let page: TestWindow;
let hasUnsaved: () => boolean;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  ({ hasUnsaved } = await import("./router/unsaved.ts"));
});
afterAll(() => page.close());

const question = () => screen.findByRole("alertdialog", { name: "Discard your changes?" });
const answer = async (label: "Keep editing" | "Discard changes") =>
  page.user.click(within(await question()).getByRole("button", { name: label }));
const heading = (name: string) => screen.findByRole("heading", { level: 1, name });

async function openDialog() {
  page.go("/people");
  await page.user.click(await screen.findByRole("button", { name: "Add variable" }));
  return screen.findByRole("dialog", { name: "Add a variable" });
}

test.each(["{Escape}", "Cancel", "Close"])("a dialog with typed text asks before it closes: %s", async (way) => {
  const dialog = await openDialog();
  const close = () =>
    way === "{Escape}"
      ? page.user.keyboard(way)
      : page.user.click(within(dialog).getByRole("button", { name: way, hidden: true }));
  await page.user.type(within(dialog).getByLabelText("Value"), "half a thought");
  await close();
  await answer("Keep editing");
  await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
  expect(within(dialog).getByLabelText<HTMLTextAreaElement>("Value").value).toBe("half a thought");
  await close();
  await answer("Discard changes");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.queryByRole("alertdialog")).toBeNull();
});

test("a dialog without changes closes at once, also when a change was taken back", async () => {
  const dialog = await openDialog();
  await page.user.type(within(dialog).getByLabelText("Value"), "x{Backspace}");
  await page.user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("Back leaves a dialog with typed text only after the question", async () => {
  page.go("/gateways");
  await heading("Gateways");
  const dialog = await openDialog();
  await page.user.type(within(dialog).getByLabelText("Value"), "x");
  history.back();
  await answer("Keep editing");
  await waitFor(() => expect(location.hash).toBe("#/people"));
  history.back();
  await answer("Discard changes");
  await heading("Gateways");
  expect(screen.queryByRole("dialog")).toBeNull();
});

const ways: [string, string, () => Promise<unknown>][] = [
  ["a link", "Runs", () => page.user.click(screen.getByRole("link", { name: "Runs" }))],
  ["Cancel", "Boards", () => page.user.click(screen.getByRole("button", { name: "Cancel" }))],
  ["Back", "Agents", async () => history.back()],
  [
    "the palette",
    "Templates",
    async () => {
      await page.user.keyboard("{Control>}k{/Control}");
      await page.user.type(await screen.findByPlaceholderText(/^Find a gateway/), "Go to Templates");
      await page.user.click(await screen.findByRole("option", { name: /^Go to Templates/ }));
    },
  ],
];

test.each(ways)("a page with typed text asks before it is left through %s", async (_, title, leave) => {
  page.go("/agents");
  await heading("Agents");
  page.go("/boards/new");
  const name = await screen.findByLabelText<HTMLInputElement>("Name");
  await page.user.type(name, "Night shift");
  await leave();
  await answer("Keep editing");
  await waitFor(() => expect(location.hash).toBe("#/boards/new"));
  expect(name.value).toBe("Night shift");
  expect(document.body.contains(name)).toBe(true);
  await leave();
  await answer("Discard changes");
  await heading(title);
});

test("a form that was saved is left without a question", async () => {
  page.go("/boards/new");
  await page.user.type(await screen.findByLabelText("Name"), "Day shift");
  await page.user.click(screen.getByRole("button", { name: "Create board" }));
  await heading("Day shift");
  expect(screen.queryByRole("alertdialog")).toBeNull();
  await page.user.click(screen.getByRole("link", { name: "Runs" }));
  await heading("Runs");
});

test("a setting that was just saved is not an unsaved change", async () => {
  page.go("/settings");
  const calls = await screen.findByLabelText("Calls in flight per gateway");
  await page.user.clear(calls);
  await page.user.type(calls, "7");
  expect(hasUnsaved()).toBe(true);
  await page.user.click(screen.getByRole("button", { name: "Save concurrency" }));
  await screen.findByText("Up to 7 calls at a time per gateway");
  expect(hasUnsaved()).toBe(false);
});
