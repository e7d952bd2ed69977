import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withToken } from "../../../../main/provisioning/tokens/test-token-lines.ts";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
const othersToken = "Zx9_".repeat(10).concat("abc");

beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  await page.desk.sync({});
  // As another installation leaves the lead after it took the agent over.
  const text = withToken(tokenFile(), othersToken).replace(
    /<!-- Managed by .* -->/,
    "<!-- Managed by Flight Deck 0badcafe on ada-laptop -->",
  );
  page.desk.gateway.writeFile(leadKey(), "AGENTS.md", text);
});
afterAll(() => page.close());

const leadKey = () => `lead-${page.desk.boardIds[0]}`;
const tokenFile = () => page.desk.gateway.readFile(leadKey(), "AGENTS.md") ?? "";
const isTicked = (name: string) => screen.getByRole<HTMLInputElement>("checkbox", { name }).checked;

test("an agent of another installation is taken over by a plan in which it is ticked", async () => {
  const { desk, user } = page;
  const { runId } = await desk.client.runs.sync({ gatewayId: desk.gatewayId, rotateTokens: true });
  await desk.ended(runId);
  expect(tokenFile()).toContain(othersToken);
  page.go(`/runs/${runId}`);
  await screen.findByText(/managed by another installation, Flight Deck 0badcafe on ada-laptop/);

  await user.click(await screen.findByRole("button", { name: "Plan to take these over" }));
  await waitFor(() => expect(location.hash).not.toContain(runId));
  await desk.ended(location.hash.split("/").at(-1) ?? "");
  await screen.findByRole("checkbox", { name: "All of Agent 0" });
  expect(isTicked("All of Agent 0")).toBe(false);
  expect(screen.queryByRole("checkbox", { name: "All of Agent 1" })).toBeNull();
  screen.getByText("Take over from Flight Deck 0badcafe on ada-laptop");
  const planId = location.hash;

  await user.click(screen.getByRole("checkbox", { name: "All of Agent 0" }));
  await user.click(screen.getByRole("button", { name: /^Apply/ }));
  const dialog = await screen.findByRole("dialog");
  expect(dialog.textContent).toContain("They get a new token");
  await user.type(within(dialog).getByRole("textbox"), "Test gateway");
  await user.click(within(dialog).getByRole("button", { name: "Apply" }));
  await waitFor(() => expect(location.hash).not.toBe(planId));
  await desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(tokenFile()).not.toContain(othersToken);
  expect(tokenFile()).not.toContain("0badcafe");
});
