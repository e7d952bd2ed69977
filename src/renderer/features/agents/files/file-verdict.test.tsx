import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../../test-window.tsx";

let page: TestWindow;
let agentId = "";
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 2 });
  const { desk } = page;
  await desk.sync({ rotateTokens: true });
  const agents = await desk.client.agents.list({});
  agentId = agents.find(({ name }) => name === "Agent 1")?.id ?? "";
  for (const file of ["SOUL.md", "AGENTS.md"]) desk.gateway.writeFile(`mc-${agentId}`, file, "Edited by hand");
});
afterAll(() => page.close());

test("an edit of SOUL.md is made the agent's own template, and nothing is written", async () => {
  page.go(`/agents/${agentId}?file=SOUL.md`);
  const writes = page.desk.gateway.fileWrites;
  await page.user.click(await screen.findByRole("button", { name: "Make it the agent's own" }));
  await screen.findByText("SOUL.md is the template of Agent 1 alone now");
  await waitFor(() => expect(screen.queryByRole("button", { name: "Make it the agent's own" })).toBeNull());
  const agent = await page.desk.client.agents.get({ id: agentId });
  expect([agent.soulTemplate, page.desk.gateway.fileWrites]).toEqual(["Edited by hand", writes]);
});

test("a file that no agent has its own template for is not offered one", async () => {
  page.go(`/agents/${agentId}?file=AGENTS.md`);
  await screen.findByRole("button", { name: "Keep theirs" });
  expect(screen.queryByRole("button", { name: "Make it the agent's own" })).toBeNull();
});
