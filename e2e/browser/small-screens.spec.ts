import { practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import { sections } from "../../src/shared/sections.ts";
import { expectAccessible } from "./support/check-page.ts";
import { causeProblems, importLongNames } from "./support/fleet-with-problems.ts";
import { expectActionsInside } from "./support/hidden-actions.ts";
import { longNames } from "./support/long-names.ts";
import { test } from "./support/test.ts";

const { gatewayId, pausedBoardId, driftedAgentId } = practiceIds;

/** A small window, and a usual one at 200 % zoom, which has half the pixels of CSS. */
const windows = [
  { width: 1024, height: 768 },
  { width: 640, height: 400 },
];

test.use({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 2 });

test.skip(({ electron }) => electron !== "none", "The renderer is the same on every host, so it is checked once.");

test("every action is on the screen in a small window and at 200 % zoom", async ({ deck, page, fixture }) => {
  test.setTimeout(300_000);
  await importLongNames(deck, page);
  const { plan, run } = await causeProblems(deck, page, fixture);

  const screens: [name: string, path: string][] = [
    ...sections.map(({ path }): [name: string, path: string] => [path.slice(1), path]),
    ["gateway", `/gateways/${gatewayId}`],
    ["board", `/boards/${pausedBoardId}`],
    ["agent", `/agents/${driftedAgentId}?file=SOUL.md&view=diff`],
    ["agent-versions", `/agents/${driftedAgentId}?file=SOUL.md&view=versions`],
    ["run", run],
    ["plan", plan],
    ["import", "/import"],
    ["bin", "/bin"],
  ];
  // These differ from the others only in their contents, so axe would find the same.
  const more: [name: string, path: string][] = [
    ["gateway-long", `/gateways/${longNames.gateways[0].id}`],
    ["board-long", `/boards/${longNames.boards[0].id}`],
    ["agent-long", `/agents/${longNames.agents[0].id}`],
    ["plan-by-change", `${plan}?by=change`],
    ["run-calls", `${run}?tab=calls`],
    ["run-drift", `${run}?tab=drift`],
    ["templates-preview", `/templates?tab=preview&agent=${driftedAgentId}`],
    ["gateway-edit", `/gateways/${gatewayId}/edit`],
    ["board-edit", `/boards/${pausedBoardId}/edit`],
    ["agent-edit", `/agents/${driftedAgentId}/edit`],
  ];
  for (const size of windows) {
    await page.setViewportSize(size);
    for (const [name, path] of [...screens, ...more]) {
      await deck.open(path);
      await deck.expectTitle(/./);
      await expectActionsInside(page, `${name}-${size.width}`);
      if (screens.some(([each]) => each === name)) await expectAccessible(page, `${name}-${size.width}`);
    }
  }
});
