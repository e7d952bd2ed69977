import { beforeEach, expect, it } from "vitest";
import { readAgent, updateAgent } from "../../src/main/database/agents.ts";
import { readBoard, updateBoard } from "../../src/main/database/boards.ts";
import { readFormerGateway } from "../../src/main/database/move-agents-with-boards.ts";
import { pushToSource } from "../../src/main/mirror/push/push-to-source.ts";
import { agent, board_id, control, gateway_id, here, organization_id } from "./one-agent.ts";

/* Boards and agents that Mission Control moves to another gateway. */

let south: string;
beforeEach(async () => {
  south = await control.add("gateways", { organization_id, name: "South" });
  await here.pull();
  await push();
});

const push = () => pushToSource({ ...here, applicationName: "test" });
const moveBoard = () => control.query("UPDATE boards SET gateway_id = $1", [south]);
const place = () => [readAgent(here.database, agent).gatewayId, readFormerGateway(here.database, agent)];

function setRunning(gatewayId: string): void {
  here.database.sqlite
    .prepare(
      `INSERT INTO runs (id, gateway_id, gateway_name, kind, options, started_by, status, started_at, process_id)
       VALUES ('r', ?, '', 'template-sync', '{}', '', 'running', '', 1)`,
    )
    .run(gatewayId);
}

it("agents move with their board, as when it is moved here, and Mission Control learns of it", async () => {
  await moveBoard();
  expect(await here.pull()).toEqual(["boards changed Sales (gateway_id)", "agents changed Ada (gateway_id)"]);
  expect(place()).toEqual([south, gateway_id]);
  await push();
  expect(await control.query("SELECT gateway_id FROM agents")).toEqual([{ gateway_id: south }]);
  expect(await here.pull()).toEqual([]);
  expect(place()).toEqual([south, gateway_id]);
});

it("an agent that Mission Control moves itself takes its files along as well", async () => {
  await moveBoard();
  await control.query("UPDATE agents SET gateway_id = $1", [south]);
  expect(await here.pull()).toEqual(["boards changed Sales (gateway_id)", "agents changed Ada (gateway_id)"]);
  expect(place()).toEqual([south, gateway_id]);
});

it.each(["north", "south"])("nothing moves during a run on one of the gateways: %s", async (busy) => {
  setRunning(busy === "north" ? gateway_id : south);
  await moveBoard();
  expect(await here.pull()).toEqual([
    "boards left-out Sales: a run on its gateway is in progress; the next pull moves it",
  ]);
  expect(place()).toEqual([gateway_id, null]);
  here.database.sqlite.exec("DELETE FROM runs");
  await here.pull();
  expect(place()).toEqual([south, gateway_id]);
});

it("a push leaves a move to the next pull", async () => {
  await moveBoard();
  await control.query("UPDATE agents SET gateway_id = $1, soul_template = 'theirs'", [south]);
  updateBoard(here.database, board_id, { objective: "Ours" });
  updateAgent(here.database, agent, { identityTemplate: "ours" });
  expect(await push()).toMatchObject({ conflicts: [], refused: [], unpushed: 0 });
  expect(readBoard(here.database, board_id).gatewayId).toBe(gateway_id);
  expect(place()).toEqual([gateway_id, null]);
  expect(readAgent(here.database, agent).soulTemplate).toBe("theirs");
  await here.pull();
  expect(place()).toEqual([south, gateway_id]);
  expect(await push()).toMatchObject({ conflicts: [], unpushed: 0 });
  expect(await control.query("SELECT gateway_id FROM boards")).toEqual([{ gateway_id: south }]);
});

it("a board without agents moves at any time", async () => {
  await control.query("DELETE FROM agents");
  await here.pull();
  setRunning(gateway_id);
  await moveBoard();
  expect(await here.pull()).toEqual(["boards changed Sales (gateway_id)"]);
});
