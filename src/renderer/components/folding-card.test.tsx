import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test } from "vitest";
import { FoldingCard } from "./folding-card.tsx";

afterEach(cleanup);

const card = (
  <FoldingCard id="connection" title="Connection" summary="Version 2026.9.6">
    <p>Workspace root</p>
  </FoldingCard>
);

test("facts are one line until they are opened, and stay open on the next screen", async () => {
  const { unmount } = render(card);
  expect(screen.getByText("Version 2026.9.6")).toBeDefined();
  expect(screen.queryByText("Workspace root")).toBeNull();
  await userEvent.setup().click(screen.getByRole("button", { name: "Connection", expanded: false }));
  expect(screen.getByText("Workspace root")).toBeDefined();
  unmount();
  render(card);
  expect(screen.getByText("Workspace root")).toBeDefined();
  expect(localStorage.getItem("flight-deck.open-cards")).toBe('{"connection":true}');
});
