import { describe, expect, test } from "vitest";
import { listFileVersions } from "../database/file-versions.ts";
import { open } from "./test-open-fixture.ts";

const user = "USER.md";
const seed = "# USER.md\n\nA starting file of the practice gateway. Make it yours.\n";

describe.each(["2026.3.28", "2026.9.6"])("on %s", (version) => {
  /** A sync that finds no USER.md, where this text comes before the file is looked at once more and written. */
  async function syncWhileItAppears(text: string) {
    const { sync, agentIds, gateway, keyOf, app } = await open({ gateway: { version } });
    const [agent = ""] = agentIds;
    await sync({ rotateTokens: true });
    const ours = gateway.readFile(keyOf(agent), user);
    gateway.deleteFile(keyOf(agent), user);
    let appeared = 0;
    gateway.inject({
      kind: "meanwhile",
      method: "agents.files.get",
      agentId: keyOf(agent),
      match: ({ name }) => name === user,
      // The first one is the plan's.
      skip: 1,
      act() {
        appeared += 1;
        gateway.writeFile(keyOf(agent), user, text);
      },
    });
    const { report } = await sync();
    expect(appeared).toBe(1);
    const sources = listFileVersions(app.database, agent, user).map(({ source }) => source);
    return { ours, report, sources, now: gateway.readFile(keyOf(agent), user) };
  }

  test("what OpenClaw puts there before a missing file is written is replaced like a missing file", async () => {
    const { ours, report, sources, now } = await syncWhileItAppears(seed);
    expect([report.errors, report.stats.fileWrites, now]).toEqual([[], 1, ours]);
    // Nothing of an agent or operator was in it.
    expect(sources).not.toContain("found");
  });

  test("what anyone else puts there is a conflict, be it one byte from that", async () => {
    const text = `${seed} `;
    const { report, now } = await syncWhileItAppears(text);
    expect(now).toBe(text);
    expect(report.errors).toMatchObject([{ code: "file-conflict" }]);
  });
});
