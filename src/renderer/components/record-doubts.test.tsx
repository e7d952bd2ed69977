import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { Doubt } from "../../shared/doubts.ts";
import { RecordDoubts } from "./record-doubts.tsx";

const ask = vi.hoisted(() => vi.fn<() => Promise<Doubt[]>>());
vi.mock("../api/client.ts", () => ({
  orpc: { app: { doubts: { queryOptions: () => ({ queryKey: ["doubts"], queryFn: ask }) } } },
}));

afterEach(cleanup);

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RecordDoubts of={{ gatewayId: "g" }} />
    </QueryClientProvider>,
  );
}

test("names the first five records, with links, and counts the rest", async () => {
  ask.mockResolvedValueOnce(
    [1, 2, 3, 4, 5, 6, 7].map((number) => ({
      table: "agents",
      id: `a${number}`,
      name: `Ada ${number}`,
      text: "has the name of another agent of its board.",
    })),
  );
  show();
  expect((await screen.findByRole("link", { name: "Ada 5" })).getAttribute("href")).toContain("/agents/a5");
  expect(screen.getAllByRole("listitem")).toHaveLength(5);
  screen.getByText("and 2 more");
});

test("links to no record on its own page", async () => {
  ask.mockResolvedValueOnce([
    { table: "gateways", id: "g", name: "Berlin", text: "has the address of another gateway." },
    { table: "agents", id: "a", name: "Ada", text: "has the name of another agent of its board." },
  ]);
  show();
  await screen.findByText("This gateway has the address of another gateway.");
  expect(screen.getAllByRole("link").map(({ textContent }) => textContent)).toEqual(["Ada"]);
});

test("shows nothing without doubts", async () => {
  ask.mockResolvedValueOnce([]);
  show();
  await vi.waitFor(() => expect(ask).toHaveBeenCalled());
  expect(document.body.textContent).toBe("");
});
