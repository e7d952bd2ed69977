import { expect, test } from "vitest";
import { updateBoard } from "../database/boards.ts";
import { listGateways } from "../database/gateways.ts";
import { saveTemplateRules } from "../database/stored-template-rules.ts";
import { fixture, open } from "../provisioning/test-open-fixture.ts";
import { setWith } from "../templates/test-support.ts";
import { checkTemplates } from "./check-templates.ts";

const rulesOf = async (folder: string) => {
  const { database } = fixture.app;
  const { problems } = await checkTemplates(database, { folder, gateways: listGateways(database) });
  return problems.filter(({ kind }) => kind === "forbidden" || kind === "over-budget").map(({ message }) => message);
};

test("a phrase and a budget of one's own are warned of in the check and in the plan, and written all the same", async () => {
  const { folder } = await setWith({ "BOARD_SOUL.md.j2": "Be kind.\nNever say As  an\nAI.\n" });
  await open({ agents: 4, boards: 2, templateFolder: folder });
  const { database } = fixture.app;
  updateBoard(database, fixture.boardIds[0] ?? "", { name: "Secret Project" });
  saveTemplateRules(database, { forbidden: ["as an ai", "secret project"], budgets: { SOUL: 10 } });
  const found = await rulesOf(folder);
  const place = /^Template BOARD_SOUL\.md\.j2, line 2 .*"as an ai" is a phrase that you forbade/;
  expect(found.filter((message) => message.includes("as an ai"))).toEqual([expect.stringMatching(place)]);
  expect(found).toContainEqual(expect.stringMatching(/^AGENTS\.md, as it is made .*the phrase "secret project"/));
  expect(found).toContainEqual(expect.stringMatching(/^SOUL\.md: \d+ characters, more than your budget of 10\.$/));
  const { plan, report } = await fixture.sync({ dryRun: true });
  const broken = report.errors.filter(({ code }) => code === "rule-broken");
  expect(broken.map(({ severity }) => severity)).toEqual(broken.map(() => "warning"));
  const messages = broken.map(({ message }) => message);
  expect(messages).toContainEqual('SOUL.md of 5 agents has the forbidden phrase "as an ai".');
  expect(messages).toContainEqual(
    expect.stringMatching(/^\w+\.md of 2 agents has the forbidden phrase "secret project"\.$/),
  );
  expect(messages).toContainEqual(
    expect.stringMatching(/^SOUL\.md of 5 agents has up to \d+ characters, more than your budget of 10\.$/),
  );
  expect(plan?.agents).toHaveLength(5);
  const { status } = await fixture.sync();
  expect(status).toBe("succeeded");
});
