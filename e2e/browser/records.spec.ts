import { readFileSync } from "node:fs";
import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { longNames } from "./support/long-names.ts";
import { expect, test } from "./support/test.ts";

test("a faulty fleet file is refused with table, row and field, and a valid one is imported once", async ({
  deck,
  page,
}) => {
  const text = page.getByRole("textbox", { name: "Or paste its text" });
  const [board] = longNames.boards;
  await deck.open("/import");
  await text.fill(JSON.stringify({ ...longNames, boards: [board, { ...board, id: "no-uuid" }] }));
  await deck.button("Import").click();
  const problem = deck.row("Problems of the fleet file", "boards");
  await expect(problem).toContainText("id");
  await expect(problem).toContainText("2");
  await deck.open("/boards");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByRole("link", { name: "Customer Support" })).toBeVisible();
  await expect(page.getByRole("link", { name: board.name })).toHaveCount(0);

  for (const answer of ["4 new rows, 0 changed rows", "everything in the file is already here"]) {
    await deck.open("/import");
    await page.reload();
    await text.fill(JSON.stringify(longNames));
    await deck.button("Import").click();
    await expect(page.getByText(answer)).toBeVisible();
  }
  await deck.open("/boards");
  await expect(page.getByRole("link", { name: board.name })).toBeVisible();
});

test("the base URL is written into the agents' files, and diagnostics contain no secret and no name", async ({
  deck,
  page,
  fixture,
}) => {
  await deck.open("/settings");
  await page.getByRole("textbox", { name: "Base URL" }).fill("https://mission.harbourbikes.example");
  await deck.button("Save address").click();
  await expect(page.getByText("The address is saved")).toBeVisible();
  await deck.provisionAll(practiceIds.gatewayId);
  const agents = fixture.gateway.readFile(`mc-${practiceIds.driftedAgentId}`, "AGENTS.md");
  expect(agents).toContain("BASE_URL=https://mission.harbourbikes.example");

  await deck.open("/settings");
  await deck.button("Export diagnostics").click();
  await expect(page.getByRole("region", { name: "Diagnostics" })).toContainText('"counts"');
  const download = page.waitForEvent("download");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  const diagnostics = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse(diagnostics)).toMatchObject({ counts: { agents: 13 } });
  for (const secret of [fixture.gateway.token, fixture.gateway.url, "Hazel", "Customer Support", "harbourbikes"])
    expect(diagnostics).not.toContain(secret);
});
