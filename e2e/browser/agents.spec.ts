import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { expect, test } from "./support/test.ts";

test("an agent is created, provisioned, renamed and deleted, also on its gateway", async ({ deck, page, fixture }) => {
  await deck.open("/agents/new");
  await page.getByRole("textbox", { name: "Name" }).fill("Quill");
  await page.getByRole("combobox", { name: "Board" }).selectOption("Customer Support");
  await deck.button("Create agent").click();
  await deck.expectTitle("Quill");
  await deck.button("Provision agent").click();
  await deck.expectRun("Succeeded");
  const [key] = fixture.gateway.agentIds.filter(
    (id) => id.startsWith("mc-") && !id.includes(practiceIds.driftedAgentId),
  );
  if (!key) throw new Error("the agent is not on the gateway");
  expect(fixture.gateway.readFile(key, "IDENTITY.md")).toContain("Quill");

  await page.getByRole("link", { name: "Quill" }).click();
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Edit agent" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Feather");
  await deck.button("Save agent").click();
  await deck.expectTitle("Feather");
  await deck.button("Sync agent").click();
  await deck.expectRun("Succeeded");
  expect(fixture.gateway.readFile(key, "IDENTITY.md")).toContain("Feather");

  await page.getByRole("link", { name: "Feather" }).click();
  await deck.button("More actions").click();
  await page.getByRole("menuitem", { name: "Delete agent" }).click();
  await page.getByRole("dialog").getByRole("textbox").fill("Feather");
  await page.getByRole("dialog").getByRole("button", { name: "Delete agent" }).click();
  await deck.expectTitle("Customer Support");
  await expect(page.getByText("Feather")).toHaveCount(0);
  expect(fixture.gateway.agentIds).not.toContain(key);
});
