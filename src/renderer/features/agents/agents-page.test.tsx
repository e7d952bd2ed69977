import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 5 });
  const { desk } = page;
  await desk.sync({ rotateTokens: true });
  desk.gateway.writeFile(`lead-${desk.boardIds[1]}`, "SOUL.md", "Edited");
  const { runId } = await desk.client.gateways.checkDrift({ id: desk.gatewayId });
  await desk.ended(runId);
});
afterAll(() => page.close());

const names = () => {
  const [, ...rows] = within(screen.getByRole("table", { name: "Agents" })).getAllByRole("row");
  return rows.map((row) => within(row).getAllByRole("link")[0]?.textContent);
};

test("filters combine, are kept in the address, and are cleared together", async () => {
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  await page.user.selectOptions(screen.getByRole("combobox", { name: "Sync state" }), "Not synced");
  await waitFor(() => expect(names()).toEqual(["Agent 1"]));
  expect(location.hash).toContain("sync=off");
  await page.user.selectOptions(screen.getByRole("combobox", { name: "Board" }), "Board 0");
  await screen.findByText("No agent matches these filters");
  await page.user.click(screen.getByRole("button", { name: "Clear the filters" }));
  await waitFor(() => expect(names()).toHaveLength(6));
  expect(location.hash).toBe("#/agents");
});

test("chosen agents are woken, and only those that the filters show", async () => {
  await page.desk.sync({});
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  for (const name of ["Agent 1", "Agent 2", "Agent 3"]) {
    await page.user.click(screen.getByRole("checkbox", { name: `Choose ${name}` }));
  }
  await page.user.type(screen.getByRole("searchbox", { name: "Filter agents" }), "Agent 2");
  await waitFor(() => expect(names()).toEqual(["Agent 2"]));
  const bar = screen.getByRole("region", { name: "Chosen agents" });
  expect(bar.textContent).toContain("1 agent chosen");
  const before = page.desk.gateway.chats.length;
  await page.user.click(within(bar).getByRole("button", { name: "Wake" }));
  await waitFor(() => expect(location.hash).toContain("/runs/"));
  await waitFor(() => expect(page.desk.gateway.chats).toHaveLength(before + 1));
  await screen.findByText(/Wake of/);
  const shown = within(await screen.findByRole("table", { name: "Agents" }));
  expect(await shown.findAllByText("Woken")).not.toHaveLength(0);
  // The outcome in the list of agents is that of the last sync.
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  const [row] = (await page.desk.client.agents.list({})).filter(({ name }) => name === "Agent 2");
  const { history } = await page.desk.client.agents.get({ id: row?.id ?? "" });
  expect(history[0]).toMatchObject({ kind: "wake", outcome: "updated" });
  expect(row?.lastOutcome).toBe("unchanged");
});

test("chosen agents are planned and synced, and no others", async () => {
  const { desk, user } = page;
  const [one = "", two = ""] = desk.agentIds.slice(3);
  for (const id of [one, two]) desk.gateway.writeFile(`mc-${id}`, "SOUL.md", "Edited.");
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  const { name } = await desk.client.agents.get({ id: one });
  for (const [button, dryRun, kept] of [
    ["Plan", true, "Edited."],
    ["Sync", false, null],
  ] as const) {
    page.go("/agents");
    await user.click(await screen.findByRole("checkbox", { name: `Choose ${name}` }));
    const bar = screen.getByRole("region", { name: "Chosen agents" });
    await user.click(within(bar).getByRole("button", { name: button }));
    await waitFor(() => expect(location.hash).toContain("/runs/"));
    const { run } = await desk.ended(location.hash.split("/").at(-1) ?? "");
    expect(run).toMatchObject({ status: "succeeded", options: { dryRun, agentIds: [one], includeMain: false } });
    if (kept !== null) expect(desk.gateway.readFile(`mc-${one}`, "SOUL.md")).toBe(kept);
  }
  expect(desk.gateway.readFile(`mc-${one}`, "SOUL.md")).not.toContain("Edited.");
  expect(desk.gateway.readFile(`mc-${two}`, "SOUL.md")).toBe("Edited.");
  await desk.sync({});
});

test("shows and filters by what the gateway says about heartbeats", async () => {
  const { desk } = page;
  const first = (await desk.client.agents.list({})).find(({ name }) => name === "Agent 0")?.id ?? "";
  await desk.client.agents.update({ id: first, change: { heartbeatConfig: { every: "0m" } } });
  await desk.sync({});
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  await page.user.selectOptions(screen.getByRole("combobox", { name: "Heartbeat" }), "Does not wake");
  await waitFor(() => expect(names()).toEqual(["Agent 0"]));
  expect(within(screen.getByRole("table", { name: "Agents" })).getByText("Disabled")).toBeTruthy();
  page.go(`/gateways/${desk.gatewayId}`);
  // On a busy machine, one may have run by now.
  const neverRan = await screen.findByRole("button", { name: /^Never ran/ });
  const count = Number(/\d+/.exec(neverRan.textContent ?? "")?.[0]);
  expect(count).toBeGreaterThan(0);
  await page.user.click(neverRan);
  await waitFor(() => expect(names()).toHaveLength(count));
});

test("an agent's page sets where its heartbeats are delivered, and the next sync writes it", async () => {
  const { desk, user } = page;
  const agent = (await desk.client.agents.list({})).find(({ name }) => name === "Agent 2");
  const target = () => {
    const { entries } = desk.gateway.config().agents as {
      entries: Record<string, { heartbeat?: { target?: string } }>;
    };
    return entries[`mc-${agent?.id}`]?.heartbeat?.target;
  };
  expect(target()).toBe("none");
  page.go(`/agents/${agent?.id}`);
  const choice = () => screen.findByRole<HTMLSelectElement>("combobox", { name: "Deliver heartbeats" });
  for (const [label, stored, written] of [
    ["To its last chat", true, "last"],
    ["Nowhere", false, "none"],
    ["As set for the gateway", null, "none"],
  ] as const) {
    await user.selectOptions(await choice(), label);
    await waitFor(async () =>
      expect((await desk.client.agents.get({ id: agent?.id ?? "" })).deliversHeartbeats).toBe(stored),
    );
    await desk.sync({});
    expect(target()).toBe(written);
  }
});

test("sorts by a column, both ways", async () => {
  page.go("/agents");
  await waitFor(() => expect(names()).toHaveLength(6));
  const sort = () => page.user.click(screen.getByRole("button", { name: /^(Agent|Name)/ }));
  await sort();
  const up = names();
  await sort();
  await waitFor(() => expect(names()).toEqual(up.toReversed()));
});

test("an agent's history says which runs only compared, and what they would have written", async () => {
  const { desk } = page;
  const id = (await desk.client.agents.list({})).find(({ name }) => name === "Agent 1")?.id ?? "";
  page.go(`/agents/${id}`);
  const history = within(await screen.findByRole("table", { name: "History of outcomes" }));
  expect(await history.findByText("Would be updated")).toBeTruthy();
  expect(history.getByText("Would write SOUL.md")).toBeTruthy();
});
