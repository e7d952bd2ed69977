import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import type { StayingAgents as Staying } from "../../shared/orphans.ts";
import { StayingAgents } from "./staying-agents.tsx";

const ask = vi.hoisted(() => vi.fn<() => Promise<Staying[]>>());
vi.mock("../api/client.ts", () => ({
  orpc: { agents: { staying: { queryOptions: () => ({ queryKey: ["staying"], queryFn: ask }) } } },
}));
vi.mock("../api/use-connection.ts", () => ({ useConnection: () => false }));

afterEach(cleanup);

function show(): void {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}>
      <StayingAgents of={{ boardId: "b" }} advice="Delete them first." />
    </QueryClientProvider>,
  );
}

const one: Staying = { gatewayId: "g", gatewayName: "Berlin", names: ["Ada"], isKnown: true };

test("says that it looks, and then which agents stay and what to do", async () => {
  const answer = Promise.withResolvers<Staying[]>();
  ask.mockReturnValueOnce(answer.promise);
  show();
  expect(screen.getByRole("status").textContent).toContain("Checking for agents");
  answer.resolve([one]);
  await screen.findByText(/1 agent stays on gateway "Berlin"/);
  screen.getByText("Delete them first.");
  expect(screen.queryByRole("status")).toBeNull();
});

test("says that it could not look, and looks again when asked", async () => {
  ask.mockRejectedValueOnce(new Error("The database is locked."));
  show();
  expect((await screen.findByRole("alert")).textContent).toContain("The database is locked.");
  ask.mockResolvedValueOnce([one]);
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText(/1 agent stays on gateway "Berlin"/);
});

test("shows nothing when no agent stays", async () => {
  ask.mockResolvedValueOnce([]);
  show();
  await vi.waitFor(() => expect(document.body.textContent).toBe(""));
});
