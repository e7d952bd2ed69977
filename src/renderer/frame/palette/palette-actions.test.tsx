import { screen, waitFor, within } from "@testing-library/react";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestWindow, type TestWindow } from "../../test-window.tsx";

let page: TestWindow;
beforeAll(async () => {
  page = await openTestWindow({ boards: 1, agents: 1 });
  const [id = ""] = page.desk.boardIds;
  await page.desk.client.boards.update({ id, change: { name: "Harbour" } });
});
afterAll(() => page.close());

async function find(query: string): Promise<string[]> {
  await page.user.keyboard("{Control>}k{/Control}");
  await page.user.type(await screen.findByPlaceholderText(/^Find a gateway/), query);
  await screen.findAllByRole("option");
  const group = await screen.findByRole("group", { name: "Actions" });
  return within(group)
    .getAllByRole("option")
    .map((option) => option.firstElementChild?.nextElementSibling?.textContent ?? "");
}

const choose = async (title: string) => {
  await find(title);
  await page.user.click(await screen.findByRole("option", { name: (name) => name.startsWith(title) }));
};
const board = async () => (await page.desk.client.boards.list({})).find(({ name }) => name === "Harbour");

test("has every action of a board and of a gateway", async () => {
  expect((await find("harbour")).filter((title) => title.includes("board Harbour"))).toEqual([
    "Sync board Harbour",
    "Plan for board Harbour",
    "Ensure lead of board Harbour",
    "Wake the agents of board Harbour",
    "Pause board Harbour",
    "Edit board Harbour",
    "New agent on board Harbour",
    "Delete board Harbour",
  ]);
  await page.user.keyboard("{Escape}");
  const [gateway] = await page.desk.client.gateways.list();
  expect(await find(`${gateway?.name}`)).toEqual(
    expect.arrayContaining([
      `Sync templates of ${gateway?.name}`,
      `Plan for ${gateway?.name}`,
      `Check drift of ${gateway?.name}`,
      `Check connection of ${gateway?.name}`,
      `Edit gateway ${gateway?.name}`,
      `Delete gateway ${gateway?.name}`,
    ]),
  );
  await page.user.keyboard("{Escape}");
});

test("pauses and resumes a board", async () => {
  await choose("Pause board Harbour");
  await screen.findByText("Harbour is paused");
  expect((await board())?.isPaused).toBe(true);
  await choose("Resume board Harbour");
  await screen.findByText("Harbour is resumed");
  expect((await board())?.isPaused).toBe(false);
});

test("ensures the lead of a board, and retries what failed", async () => {
  const { desk } = page;
  const key = `lead-${desk.boardIds[0]}`;
  desk.gateway.inject({
    kind: "error",
    method: "agents.files.set",
    agentId: key,
    code: "INVALID_REQUEST",
    message: "no",
  });
  await choose("Ensure lead of board Harbour");
  await waitFor(() => expect(location.hash).toMatch(/^#\/runs\//));
  const failedId = location.hash.split("/").at(-1) ?? "";
  expect((await desk.ended(failedId)).run.status).toBe("failed");
  desk.gateway.clearFaults();
  await choose("Retry failed (1)");
  await waitFor(() => expect(location.hash).not.toContain(failedId));
  expect((await desk.ended(location.hash.split("/").at(-1) ?? "")).run.status).toBe("succeeded");
});

test("asks before it deletes, on the page of what is deleted", async () => {
  await choose("Delete board Harbour");
  const question = await screen.findByRole("dialog", { name: "Delete Harbour?" });
  await page.user.click(within(question).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(location.hash).toBe(`#/boards/${page.desk.boardIds[0]}`));
  await choose("Delete board Harbour");
  const again = await screen.findByRole("dialog", { name: "Delete Harbour?" });
  await page.user.type(within(again).getByRole("textbox"), "Harbour");
  await page.user.click(within(again).getByRole("button", { name: "Delete board" }));
  await screen.findByRole("heading", { level: 1, name: "Boards" });
  expect(location.hash).toBe("#/boards");
  expect(await board()).toBeUndefined();
});
