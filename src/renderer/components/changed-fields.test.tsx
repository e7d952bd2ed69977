import { screen, waitFor } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
});
afterAll(() => page.close());

/** Opens a form, lets another host change the same record, and then changes the name in the form and saves it. */
async function rename(address: string, name: string, meanwhile: () => Promise<unknown>): Promise<void> {
  page.go(address);
  const field = await screen.findByLabelText("Name");
  await meanwhile();
  await page.user.clear(field);
  await page.user.type(field, name);
  await page.user.click(screen.getByRole("button", { name: /^Save/ }));
  await waitFor(() => expect(location.hash).not.toContain("/edit"));
}

test("a gateway's form does not take back what was changed elsewhere while it was open", async () => {
  const { client, gatewayId: id } = page.desk;
  await rename(`/gateways/${id}/edit`, "Renamed gateway", () =>
    client.gateways.update({ id, change: { workspaceRoot: "/srv/elsewhere" } }),
  );
  const saved = (await client.gateways.list()).find((gateway) => gateway.id === id);
  expect(saved).toMatchObject({ name: "Renamed gateway", workspaceRoot: "/srv/elsewhere" });
});

test("nor does a board's form", async () => {
  const { client } = page.desk;
  const [id = ""] = (await client.boards.list({})).map((board) => board.id);
  await rename(`/boards/${id}/edit`, "Renamed board", () =>
    client.boards.update({ id, change: { objective: "Of today", labels: ["late"] } }),
  );
  const saved = (await client.boards.list({})).find((board) => board.id === id);
  expect(saved).toMatchObject({ name: "Renamed board", objective: "Of today", labels: ["late"] });
});

test("nor does an agent's form", async () => {
  const { client } = page.desk;
  const agent = (await client.agents.list({})).find(({ isMain }) => !isMain);
  const id = agent?.id ?? "";
  await rename(`/agents/${id}/edit`, "Renamed agent", () =>
    client.agents.update({ id, change: { soulTemplate: "Be brief.", labels: ["late"] } }),
  );
  const saved = await client.agents.get({ id });
  expect(saved).toMatchObject({ name: "Renamed agent", soulTemplate: "Be brief.", labels: ["late"] });
});
