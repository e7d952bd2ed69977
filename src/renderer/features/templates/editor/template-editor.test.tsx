import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EditorView } from "@codemirror/view";
import { act, screen, waitFor, within } from "@testing-library/react";
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

const soul = "BOARD_SOUL.md.j2";
const folder = () => join(page.desk.dataDir, "templates", "Ours");

/** The editor that is shown, in its shadow tree. */
async function editorOf(name: string): Promise<EditorView> {
  return waitFor(() => {
    const place = document.querySelector(`[data-editor="Source of ${name}"]`);
    const dom = place?.shadowRoot?.querySelector<HTMLElement>(".cm-editor");
    const view = dom && EditorView.findFromDOM(dom);
    if (!view) throw new Error("no editor yet");
    return view;
  });
}

async function type(name: string, text: string): Promise<void> {
  const view = await editorOf(name);
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: text } }));
}

test("a draft is checked while typing, survives another screen, and is saved as a set of one's own", async () => {
  const { user, go } = page;
  go(`/templates/edit?template=${soul}`);
  await type(soul, "\nBe brief. {{ nowhere }}\n");
  await screen.findByText("The check found 1 problem");
  expect(screen.getAllByText(/BOARD_SOUL\.md\.j2, line \d+.*"nowhere"/).length).toBeGreaterThan(0);
  expect(screen.getByRole("button", { name: /Go to line \d+ of BOARD_SOUL/ })).toBeTruthy();

  go("/boards");
  await screen.findByRole("heading", { name: "Boards" });
  go(`/templates/edit?template=${soul}`);
  const view = await editorOf(soul);
  expect(view.state.doc.toString()).toContain("Be brief. {{ nowhere }}");
  const at = view.state.doc.toString().indexOf(" {{ nowhere }}");
  act(() => view.dispatch({ changes: { from: at, to: at + " {{ nowhere }}".length } }));
  await screen.findByText(/The check found no problem/);
  await screen.findByText(/→ This draft/);

  await user.click(screen.getByRole("button", { name: "Save version" }));
  const dialog = await screen.findByRole("dialog");
  const name = within(dialog).getByLabelText("Name of your set");
  await user.clear(name);
  await user.type(name, "Ours");
  await user.type(within(dialog).getByLabelText("Note"), "brief");
  await user.click(within(dialog).getByRole("button", { name: "Save version" }));
  await screen.findByText("Saved as a version");
  expect(readFileSync(join(folder(), soul), "utf8")).toContain("Be brief.\n");
  expect((await editorOf(soul)).state.doc.toString()).toContain("Be brief.");
  expect(localStorage.getItem("flight-deck.template-drafts")).toBe("{}");
});

test("a change in the folder stops the save until the operator decides", async () => {
  const { user, go } = page;
  go(`/templates/edit?template=${soul}`);
  writeFileSync(join(folder(), soul), "Changed outside.\n");
  await type(soul, "Mine.\n");
  await screen.findByText("The templates have changed since this draft began");
  expect(screen.getByRole("button", { name: "Save version" }).hasAttribute("disabled")).toBe(true);
  await user.click(screen.getByRole("button", { name: "Keep my changes" }));
  await user.click(screen.getByRole("button", { name: "Save version" }));
  await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Save version" }));
  await waitFor(() => expect(readFileSync(join(folder(), soul), "utf8")).toContain("Mine.\n"));
});

test("versions are compared, and an earlier one is used again", async () => {
  const { user, go } = page;
  go("/templates?tab=versions");
  await screen.findByText(/Found in the folder, changed by something else/);
  const [button] = await screen.findAllByRole("button", { name: /Use version/ });
  await user.click(button as HTMLElement);
  const dialog = await screen.findByRole("dialog");
  expect(within(dialog).getByText("Lost from what is there now")).toBeTruthy();
  await user.click(within(dialog).getByRole("button", { name: /Use version/ }));
  await waitFor(() => expect(readFileSync(join(folder(), soul), "utf8")).toBe("Changed outside.\n"));
  await screen.findByText(/Used again/);
});
