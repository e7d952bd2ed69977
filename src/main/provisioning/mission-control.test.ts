import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { hint } from "../../shared/hint-words.ts";
import { readAgentTokenStates } from "../database/agent-token-state.ts";
import { readAgent } from "../database/agents.ts";
import { setWith } from "../templates/test-support.ts";
import type { MissionControlRun, TokenHashAnswer, TokenHashPush } from "./model/mission-control.ts";
import { fixture, open } from "./test-open-fixture.ts";
import { hashToken, mintToken, verifyToken } from "./tokens/hash-token.ts";

/* What a run does with Mission Control's database, here played by a map of hashes. */

const away = new FlightDeckError("push-failed", "The database is away.", hint("Wait."));

function playMissionControl() {
  const rows = new Map<string, string>();
  const calls: string[] = [];
  const lock = new AbortController();
  const answers: { hash: (push: TokenHashPush) => TokenHashAnswer } = {
    hash({ agentId, hash, replaces }) {
      const there = rows.get(agentId) ?? null;
      if (there !== null && there !== hash && !replaces.includes(there)) return { kind: "other-hash", theirs: there };
      rows.set(agentId, hash);
      return { kind: "pushed" };
    },
  };
  const run: MissionControlRun = {
    problems: [],
    lost: lock.signal,
    async claim(agentIds) {
      calls.push(`claim ${agentIds.length}, tokens of ${everybody().filter(hasToken).length}`);
    },
    otherHash: () => null,
    keepOurHash: () => undefined,
    pushTokenHash: async (push) => answers.hash(push),
    async finish() {
      calls.push("finish");
      return [];
    },
    async close() {
      calls.push("close");
    },
  };
  fixture.app.missionControl = {
    async openRun() {
      calls.push("open");
      return run;
    },
  };
  return { rows, calls, lock, answers };
}

const everybody = () => [...fixture.agentIds, fixture.mainId];
/** An agent that is not on the gateway has none. */
function hasToken(id: string): boolean {
  try {
    return fixture.tokenOf(id) !== null;
  } catch {
    return false;
  }
}

const pendingHash = (id: string) => readAgentTokenStates(fixture.app.database, [id]).get(id)?.pendingHash ?? null;

async function expectTokensIn(rows: Map<string, string>): Promise<void> {
  for (const id of everybody()) {
    expect(await verifyToken(fixture.tokenOf(id) ?? "", rows.get(id) ?? "")).toBe(true);
    expect(readAgent(fixture.app.database, id).agentTokenHash).toBe(rows.get(id));
    expect(pendingHash(id)).toBeNull();
  }
}

/** While the run pushes this agent's hash, Mission Control gives the agent a token of its own, in its file as well. */
async function takeOver({ rows, answers }: ReturnType<typeof playMissionControl>, id: string, tokenFile: string) {
  const theirToken = mintToken();
  const theirs = await hashToken(theirToken);
  const push = answers.hash;
  answers.hash = (request) => {
    if (request.agentId === id && !rows.has(id)) {
      rows.set(id, theirs);
      const ours = fixture.tokenOf(id) ?? "";
      const file = fixture.gateway.readFile(fixture.keyOf(id), tokenFile) ?? "";
      fixture.gateway.writeFile(fixture.keyOf(id), tokenFile, file.replaceAll(ours, theirToken));
    }
    return push(request);
  };
  return theirs;
}

test("a run that cannot start because of its templates does not begin with Mission Control", async () => {
  const { folder } = await setWith({});
  await open({ templateFolder: folder });
  appendFileSync(join(folder, "BOARD_SOUL.md.j2"), "{{ broken");
  const { calls } = playMissionControl();
  await expect(fixture.sync()).rejects.toMatchObject({ code: "template-error" });
  expect(calls).toEqual([]);
});

describe.each([
  ["2026.3.28", "TOOLS.md"],
  ["2026.9.6", "AGENTS.md"],
])("on %s", (version, tokenFile) => {
  test("agents are claimed before any file, and every new hash is pushed before it is current", async () => {
    await open({ gateway: { version } });
    const { rows, calls } = playMissionControl();
    expect((await fixture.sync()).status).toBe("succeeded");
    await expectTokensIn(rows);
    expect(calls).toEqual(["open", `claim ${everybody().length}, tokens of 0`, "finish", "close"]);
    calls.length = 0;
    await fixture.sync();
    expect(calls).toEqual(["open", "finish", "close"]);
  });

  test("a hash that was not pushed stays pending, the run says so, and the next one pushes it", async () => {
    await open({ gateway: { version } });
    const { rows, answers } = playMissionControl();
    const push = answers.hash;
    answers.hash = () => ({ kind: "not-pushed", error: away });
    const { status, report } = await fixture.sync();
    expect([status, report.agentsFailed]).toEqual(["failed", fixture.agentIds.length]);
    expect(report.errors.map(({ code }) => code)).toEqual(everybody().map(() => away.code));
    for (const id of everybody()) {
      expect(readAgent(fixture.app.database, id).agentTokenHash).toBeNull();
      expect(await verifyToken(fixture.tokenOf(id) ?? "", pendingHash(id) ?? "")).toBe(true);
    }
    const tokens = everybody().map(fixture.tokenOf);
    answers.hash = push;
    expect((await fixture.sync()).status).toBe("succeeded");
    expect(everybody().map(fixture.tokenOf)).toEqual(tokens);
    await expectTokensIn(rows);
  });

  test("a token that Mission Control wrote during the run is kept, and its hash becomes ours", async () => {
    await open({ gateway: { version } });
    const played = playMissionControl();
    const { rows } = played;
    const id = fixture.agentIds[0] ?? "";
    const theirs = await takeOver(played, id, tokenFile);
    const { status, report } = await fixture.sync();
    expect([status, report.errors.map(({ code }) => code)]).toEqual(["failed", ["push-conflict"]]);
    expect(rows.get(id)).toBe(theirs);
    await expectTokensIn(rows);
    expect((await fixture.sync()).status).toBe("succeeded");
    await expectTokensIn(rows);
  });

  test("such a token is all that is said, also where a file could not be written with ours", async () => {
    const { folder } = await setWith({ "BOARD_SOUL.md.j2": "AUTH_TOKEN={{ auth_token }}\n" });
    await open({ gateway: { version }, agents: 1, boards: 1, templateFolder: folder });
    const id = fixture.agentIds[0] ?? "";
    await takeOver(playMissionControl(), id, tokenFile);
    const match = ({ name }: Record<string, unknown>) => name === "SOUL.md";
    const refusal = { code: "INVALID_REQUEST", message: "no" };
    fixture.gateway.inject({
      kind: "error",
      method: "agents.files.set",
      agentId: fixture.keyOf(id),
      match,
      ...refusal,
    });
    const { report } = await fixture.sync();
    expect(report.errors.map(({ code }) => code)).toEqual(["file-rejected", "push-conflict"]);
  });

  test("a lost lock ends the run before the next write, and the next run completes it", async () => {
    await open({ gateway: { version } });
    const { rows, lock, answers } = playMissionControl();
    const push = answers.hash;
    const lost = new FlightDeckError("push-failed", "The connection was lost.", hint("Sync again."));
    answers.hash = (request) => {
      lock.abort(lost);
      return push(request);
    };
    const { status, report } = await fixture.sync();
    expect([status, report.errors.at(-1)?.message]).toEqual(["failed", lost.message]);
    expect(report.agentsNotAttempted + report.agentsFailed).toBeGreaterThan(0);
    expect(new Set(report.agents.map(({ outcome }) => outcome)).has("not-attempted")).toBe(true);
    const next = playMissionControl();
    for (const [id, hash] of rows) next.rows.set(id, hash);
    expect((await fixture.sync({ rotateTokens: true })).status).toBe("succeeded");
    await expectTokensIn(next.rows);
  });
});

test("nothing is minted, and no run begins, when the run cannot be opened", async () => {
  await open();
  fixture.app.missionControl = { openRun: () => Promise.reject(away) };
  await expect(fixture.sync()).rejects.toBe(away);
  expect(everybody().filter(hasToken)).toEqual([]);
  expect((await fixture.sync({ dryRun: true })).status).toBe("succeeded");
});
