import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

async function add(name: string, value: string) {
  const { user } = page;
  await user.click(await screen.findByRole("button", { name: "Add variable" }));
  await user.type(screen.getByLabelText("Name"), name);
  await user.type(screen.getByLabelText("Value"), value);
  await user.click(screen.getByRole("button", { name: "Save variable" }));
}

test("variables are set on the pages of organization, gateway and board, and a built-in name is refused", async () => {
  const { desk, user } = page;
  page.go("/people");
  await screen.findByText("Template variables of Acme");
  await add("team_channel", "#all");
  await screen.findByText("#all");

  page.go(`/gateways/${desk.gatewayId}`);
  await screen.findByText("from the organization");
  await add("agent_name", "Other");
  await screen.findByText(/is a built-in name of templates/);
  await user.click(screen.getByRole("button", { name: "Cancel" }));
  await user.click(await screen.findByRole("button", { name: "Discard changes" }));
  await add("shift", "night");
  await screen.findByText("night");

  const boardId = desk.boardIds[0] ?? "";
  page.go(`/boards/${boardId}`);
  await screen.findByText("from the gateway");
  await add("team_channel", "#board");
  await screen.findByText("#board");
  expect(screen.queryByText("#all")).toBeNull();

  page.go(`/templates?tab=preview&agent=${desk.agentIds[0]}`);
  await screen.findByText("Template variables of this agent");
  await screen.findByText("from its board");

  page.go(`/boards/${boardId}`);
  await user.click(await screen.findByRole("button", { name: "Remove team_channel" }));
  await waitFor(async () => {
    const { own } = await desk.client.templates.variables({ kind: "board", id: boardId });
    expect(own).toEqual([]);
  });
  await screen.findByText("#all");
});
