import { expect, test } from "vitest";
import { setWith } from "../templates/test-support.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { expectTokensVerify } from "./test-sync-results.ts";

test.each(["2026.9.6", "2026.3.28"])("on %s the Tools section of an AGENTS template is kept", async (version) => {
  const { folder } = await setWith({
    "BOARD_AGENTS.md.j2": "# Rules\n\n## Tools\n\n- Ask before you deploy.\n\n## Then\n\nRest.",
  });
  const { sync, gateway, agentIds } = await open({
    gateway: { version },
    agents: 2,
    boards: 1,
    templateFolder: folder,
  });
  await sync();
  const worker = fixture.keyOf(agentIds.at(-1) ?? "");
  const agents = gateway.readFile(worker, "AGENTS.md") ?? "";
  expect(agents.match(/^## Tools$/gm)).toHaveLength(1);
  expect(agents).toMatch(/## Tools\n\n- Ask before you deploy\.\n[\s\S]*## Then\n\nRest\.(\n<!-- Managed by .* -->)?$/);
  await expectTokensVerify(fixture);
  expect((await sync()).report.stats).toMatchObject({ fileWrites: 0, configWrites: 0 });
});
