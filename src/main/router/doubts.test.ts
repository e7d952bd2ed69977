import { afterEach, beforeEach, expect, it } from "vitest";
import { openRouterFixture, type RouterFixture } from "./test-router-fixture.ts";

let fixture: RouterFixture;
beforeEach(async () => {
  fixture = await openRouterFixture({ boards: 2, agents: 2 });
});
afterEach(() => fixture.close());

async function doubts(of: Parameters<RouterFixture["client"]["app"]["doubts"]>[0]): Promise<string[]> {
  return (await fixture.client.app.doubts(of)).map(({ name, text }) => `${name} ${text}`);
}

const noProfile = { identityProfile: null, identityTemplate: null, soulTemplate: null };

it("a new agent with a name that its board has already, and a renamed one, are doubted on every page they are on", async () => {
  const { client, gatewayId, boardIds } = fixture;
  const [boardId = "", otherBoard = ""] = boardIds;
  const [first] = await client.agents.list({ boardId });
  if (!first) throw new Error("no agent");
  const place = { gatewayId, isBoardLead: false, heartbeatConfig: null, ...noProfile };
  const twin = await client.agents.create({ ...place, boardId, name: ` ${first.name.toUpperCase()}` });
  const said = `${twin.name} has the name of another agent of its board.`;
  for (const of of [{ agentId: twin.id }, { boardId }, { gatewayId }]) expect(await doubts(of)).toEqual([said]);
  expect(await doubts({ agentId: first.id })).toEqual([`${first.name} has the name of another agent of its board.`]);
  expect(await doubts({ boardId: otherBoard })).toEqual([]);

  await client.agents.update({ id: twin.id, change: { name: "Another name", heartbeatConfig: { every: "soon" } } });
  expect(await doubts({ agentId: first.id })).toEqual([]);
  expect(await doubts({ agentId: twin.id })).toEqual([expect.stringContaining("heartbeat.every that gateways refuse")]);
});

it("gateways of one name or address, and boards of one name, are doubted as well", async () => {
  const { client, gatewayId, boardIds } = fixture;
  const own = (await client.gateways.list()).find(({ id }) => id === gatewayId);
  const [board] = await client.boards.list({ gatewayId });
  if (!own || !board) throw new Error("no gateway or board");
  const { name, url, organizationId, label } = own;
  const twin = await client.gateways.create({ name, url, organizationId, label, workspaceRoot: "agents" });
  expect(await doubts({ gatewayId: twin.id })).toEqual([
    `${name} has the name of another gateway of its organization.`,
    expect.stringContaining(`has the same address as "${name}"`),
    expect.stringContaining("has a workspace root that is not absolute"),
  ]);
  const [, other = ""] = boardIds;
  await client.boards.update({
    id: other,
    change: { name: (await client.boards.list({})).find(({ id }) => id !== other)?.name },
  });
  expect(await doubts({ boardId: other })).toEqual([
    expect.stringContaining("has the name of another board of its gateway."),
  ]);
});
