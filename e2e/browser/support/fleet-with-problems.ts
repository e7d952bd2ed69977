import type { Page } from "@playwright/test";
import { practiceIds } from "../../../src/practice-gateway/practice-fleet.ts";
import type { PracticeFixture } from "../../desktop/support/practice-fixture.ts";
import type { FlightDeck } from "./flight-deck.ts";
import { longNames } from "./long-names.ts";

const { gatewayId, driftedAgentId } = practiceIds;

/** Imports a gateway, a board and an agent with long names, and leaves the page with the result open. */
export async function importLongNames(deck: FlightDeck, page: Page): Promise<void> {
  await deck.open("/import");
  await page.getByRole("textbox", { name: "Or paste its text" }).fill(JSON.stringify(longNames));
  await deck.button("Import").click();
  await page.getByRole("table").waitFor();
}

/** Provisions the practice fleet, edits a file on its gateway, plans, and syncs with an error. @returns the paths of plan and run */
export async function causeProblems(
  deck: FlightDeck,
  page: Page,
  { gateway }: PracticeFixture,
): Promise<{ plan: string; run: string }> {
  const agentId = `mc-${driftedAgentId}`;
  const pathOfPage = () => new URL(page.url()).hash.slice(1);
  await deck.provisionAll(gatewayId);
  gateway.writeFile(agentId, "SOUL.md", "Edited on the gateway.\n\nBe brief.\n");
  await deck.button("Plan").click();
  await deck.expectTitle("Plan of Practice gateway");
  await deck.expectRun("Succeeded");
  const plan = pathOfPage();
  gateway.inject({
    ...{ kind: "error", method: "agents.files.set", agentId, times: Number.POSITIVE_INFINITY },
    ...{ code: "INVALID_REQUEST", message: "unsupported file" },
  });
  await deck.open(`/gateways/${gatewayId}`);
  await deck.sync();
  await deck.expectRun("Finished with errors");
  return { plan, run: pathOfPage() };
}
