import { fireEvent, screen } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

const press = (name: string) => page.user.click(screen.getByRole("button", { name }));
const pasted = () => screen.getByRole<HTMLTextAreaElement>("textbox", { name: "Or paste its text" });
const fleet = JSON.stringify({ organizations: [{ id: crypto.randomUUID(), name: "Harbour Bikes" }] });

test("pasted text is still there after a preview and after an error, and is gone after the import", async () => {
  page.go("/import");
  await screen.findByRole("heading", { name: "Import a fleet file" });
  for (const [text, seen] of [
    ["{ not JSON", /is not valid JSON/],
    [fleet, /^This import adds 1 row/],
  ] as const) {
    fireEvent.change(pasted(), { target: { value: text } });
    await press("Preview");
    await screen.findByText(seen, { ignore: "textarea" });
    if (text === fleet) await press("Back");
    expect(pasted().value).toBe(text);
  }
  await press("Preview");
  await screen.findByText(/^This import adds 1 row/);
  await page.user.click(screen.getByRole("button", { name: "Import" }));
  await screen.findByText(/The fleet file was imported/);
  await press("Import another");
  expect(pasted().value).toBe("");
});

test("the fleet is exported as a file that an import takes back without a change", async () => {
  let saved: Blob | undefined;
  URL.createObjectURL = (blob) => {
    saved = blob as Blob;
    return "blob:saved";
  };
  page.go("/settings");
  await page.user.click(await screen.findByRole("button", { name: "Export the fleet" }));
  await screen.findByText("Exported 1 gateway, 1 board and 2 agents");
  const text = await new Response(saved).text();
  expect(text).not.toContain(page.desk.gateway.token);
  page.go("/import");
  fireEvent.change(await screen.findByRole("textbox", { name: "Or paste its text" }), { target: { value: text } });
  await press("Preview");
  await screen.findByText("This import changes nothing");
});
