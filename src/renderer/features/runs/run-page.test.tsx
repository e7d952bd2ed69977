import { randomUUID } from "node:crypto";
import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { syncOptionsSchema } from "../../../shared/sync-options.ts";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 2, agents: 4 });
});
afterAll(() => page.close());

test("shows what failed, grouped by cause, and retries only that", async () => {
  const { desk, user } = page;
  const isSoul = ({ name }: Record<string, unknown>) => name === "SOUL.md";
  const key = `lead-${desk.boardIds[0]}`;
  desk.gateway.inject({
    kind: "error",
    method: "agents.files.set",
    agentId: key,
    match: isSoul,
    code: "INVALID_REQUEST",
    message: "disk says no",
  });
  const run = await desk.sync({ rotateTokens: true });
  page.go(`/runs/${run.run.id}`);
  expect(await screen.findAllByText(/disk says no/)).not.toHaveLength(0);
  expect(screen.getByRole("link", { name: "Open agent Agent 0" })).toBeDefined();
  await user.click(await screen.findByRole("button", { name: "Retry failed (1)" }));
  await waitFor(() => expect(location.hash).not.toContain(run.run.id));
  const retry = await desk.ended(location.hash.split("/").at(-1) ?? "");
  expect(retry.run.status).toBe("succeeded");
  expect(retry.agents.map(({ agentName }) => agentName)).toEqual(["Agent 0"]);
  await waitFor(() => expect(screen.queryByText(/disk says no/)).toBeNull());
  expect(screen.queryByRole("button", { name: /Retry failed/ })).toBeNull();

  await user.click(screen.getByRole("link", { name: "Retry of an earlier run" }));
  await waitFor(() => expect(location.hash).toContain(run.run.id));
  expect((await screen.findByRole("link", { name: /^Retried/ })).textContent).toContain("Succeeded");
  expect(screen.getByRole("button", { name: "Retry failed (1)" }).className).not.toContain("bg-accent-solid");
});

test("shows the reason of every cause without a click, and the agents that failed first", async () => {
  const { desk } = page;
  const [, second = ""] = desk.boardIds;
  const refuse = (agentId: string, code: string, message: string) => {
    const times = Number.POSITIVE_INFINITY;
    desk.gateway.writeFile(agentId, "SOUL.md", "Edited");
    desk.gateway.inject({ kind: "error", method: "agents.files.set", agentId, code, message, times });
  };
  refuse(`lead-${second}`, "INVALID_REQUEST", "unknown agent id");
  refuse(`mc-gateway-${desk.gatewayId}`, "FORBIDDEN", "missing scope: operator.admin");
  const { run, errors } = await desk.sync({});
  desk.gateway.clearFaults();
  expect(new Set(errors.map(({ code }) => code)).size).toBe(2);
  page.go(`/runs/${run.id}`);
  // Until then the page still shows the run of the test before.
  await screen.findAllByText(errors[0]?.message ?? "");
  const problems = within(screen.getByRole("region", { name: "Problems" }));
  for (const { message } of errors) expect(await problems.findByText(message)).toBeDefined();
  const [, ...rows] = within(await screen.findByRole("table", { name: "Agents" })).getAllByRole("row");
  const failed = rows.map((row) => within(row).queryByText("Failed") !== null);
  expect(failed).toEqual([...failed].sort((a, b) => Number(b) - Number(a)));
  expect(failed.filter(Boolean)).toHaveLength(2);
});

test.each([
  { how: "cancelled", button: "Continue (5)" },
  { how: "interrupted", button: "Resume (5)" },
])("a run that was $how offers to finish what it did not reach", async ({ how, button }) => {
  const { desk, user } = page;
  desk.gateway.inject({ kind: "slow", method: "agents.files.list", delayMs: 60_000 });
  const { runId } = await desk.client.runs.sync(syncOptionsSchema.parse({ gatewayId: desk.gatewayId, verify: true }));
  await desk.client.runs.cancel({ id: runId });
  expect((await desk.ended(runId)).run.status).toBe("cancelled");
  desk.gateway.clearFaults();
  // As the next start of Flight Deck leaves a run whose process has died.
  const { sqlite } = desk.hostedApp.services.database;
  if (how === "interrupted") sqlite.prepare("UPDATE runs SET status = 'interrupted' WHERE id = ?").run(runId);
  page.go(`/runs/${runId}`);
  if (how === "interrupted") await screen.findByText("Flight Deck was stopped in the middle of this run");
  await user.click(await screen.findByRole("button", { name: button }));
  await waitFor(() => expect(location.hash).not.toContain(runId));
  expect((await desk.ended(location.hash.split("/").at(-1) ?? "")).run.status).toBe("succeeded");
});

test("a check that found drift does not read as a success", async () => {
  const { desk } = page;
  desk.gateway.writeFile(`lead-${desk.boardIds[0]}`, "SOUL.md", "Edited");
  const { runId } = await desk.client.gateways.checkDrift({ id: desk.gatewayId });
  await desk.ended(runId);
  page.go("/runs");
  const row = within((await screen.findByRole("link", { name: "Drift check" })).closest("tr") ?? document.body);
  expect(row.getByText("Drift found")).toBeTruthy();
  page.go(`/gateways/${desk.gatewayId}`);
  expect(await screen.findByText("Drift found")).toBeTruthy();
});

test("a run is pinned, and an interrupted one is dismissed", async () => {
  const { desk, user } = page;
  const { run: synced } = await desk.sync({});
  // Not the run itself: the window has followed it, and shows it as it ended.
  const run = { id: randomUUID() };
  const { sqlite } = desk.hostedApp.services.database;
  sqlite
    .prepare(`
      INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, ended_at, process_id)
      SELECT ?, gateway_id, gateway_name, kind, options, started_by, 'interrupted', started_at, ended_at, process_id
      FROM runs WHERE id = ?
    `)
    .run(run.id, synced.id);
  sqlite
    .prepare(`
      INSERT INTO run_agents (run_id, position, agent_id, agent_name, is_main, outcome, files_written, files_unchanged, files_preserved, files_uncertain)
      SELECT ?, position, agent_id, agent_name, is_main, 'not-attempted', '[]', '[]', '[]', '[]' FROM run_agents WHERE run_id = ?
    `)
    .run(run.id, synced.id);
  page.go(`/runs/${run.id}`);
  const stopped = "Flight Deck was stopped in the middle of this run";
  await screen.findByText(stopped);
  await screen.findByRole("button", { name: "Resume (5)" });
  await user.click(await screen.findByRole("button", { name: "Pin" }));
  await screen.findByRole("button", { name: "Unpin" });
  await user.click(screen.getByRole("button", { name: "Dismiss run" }));
  await waitFor(() => expect(screen.queryByText(stopped)).toBeNull());
  expect(screen.queryByRole("button", { name: /Resume/ })).toBeNull();
  page.go("/runs?status=pinned");
  expect(await screen.findByText("Pinned", { selector: "table *" })).toBeDefined();
  expect(within(screen.getByRole("table", { name: "Runs" })).getAllByRole("row")).toHaveLength(2);
});

test("shows an error for a run that does not exist", async () => {
  page.go("/runs/00000000-0000-4000-8000-000000000000");
  await screen.findByRole("button", { name: "Try again" });
});
