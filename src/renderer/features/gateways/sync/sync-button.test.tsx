import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let graceId: string;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  const { client } = page.desk;
  const [organization] = await client.organizations.list();
  const added = await client.organizations.addPerson({
    organizationId: organization?.id ?? "",
    person: { name: "Grace" },
    isOwner: false,
  });
  graceId = added.id;
});
afterAll(() => page.close());

async function startedWith(press: () => Promise<void>): Promise<string | null | undefined> {
  const { desk } = page;
  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByRole("button", { name: "Sync templates" });
  await press();
  await waitFor(() => expect(location.hash).toContain("/runs/"));
  const runId = location.hash.split("/").at(-1) ?? "";
  const { run } = await desk.ended(runId);
  return run.options?.userId;
}

test("a user chosen in the panel counts for that sync, also without another option, and not for a plain one", async () => {
  const chosen = await startedWith(async () => {
    await page.user.click(screen.getByRole("button", { name: "Options of the template sync" }));
    const panel = within(await screen.findByRole("dialog"));
    await page.user.selectOptions(await panel.findByRole("combobox", { name: "User" }), graceId);
    await page.user.click(panel.getByRole("button", { name: "Start sync" }));
  });
  expect(chosen).toBe(graceId);
  const plain = await startedWith(() => page.user.click(screen.getByRole("button", { name: "Sync templates" })));
  expect(plain).toBeNull();
});
