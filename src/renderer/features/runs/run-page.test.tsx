import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
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
});

test("shows an error for a run that does not exist", async () => {
  page.go("/runs/00000000-0000-4000-8000-000000000000");
  await screen.findByRole("button", { name: "Try again" });
});
