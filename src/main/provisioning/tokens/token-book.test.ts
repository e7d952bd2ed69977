import { describe, expect, test } from "vitest";
import { FlightDeckError } from "../../../shared/errors.ts";
import { hint } from "../../../shared/hint-words.ts";
import type { Agent } from "../../../shared/records.ts";
import type { TokenHashAnswer, TokenHashPush } from "../model/mission-control.ts";
import { hashing, hashToken, mintToken } from "./hash-token.ts";
import { openTokenBook, type TokenState } from "./token-book.ts";

describe("the token book", () => {
  function book(publish: (push: TokenHashPush) => TokenHashAnswer = () => ({ kind: "pushed" })) {
    const states = new Map<string, TokenState>();
    const agent = { id: "a", agentTokenHash: null as string | null } as Agent;
    const none: TokenState = {
      pendingHash: null,
      verifiedHash: null,
      verifiedFingerprint: null,
      verifiedInSha256: null,
    };
    const state = () => states.get("a") ?? none;
    const tokens = openTokenBook({
      stateOf: () => states.get("a") ?? null,
      recordVerified: (_, verified) => states.set("a", { ...state(), ...verified }),
      recordTokenFile: (_, verifiedInSha256) => states.set("a", { ...state(), verifiedInSha256 }),
      recordPending: async (_, pendingHash) =>
        void states.set("a", { ...state(), pendingHash, verifiedInSha256: null }),
      promotePending: (_, verified) => {
        agent.agentTokenHash = state().pendingHash;
        states.set("a", { pendingHash: null, verifiedHash: agent.agentTokenHash, ...verified });
      },
      takeTheirs: (_, verified) => {
        agent.agentTokenHash = verified.verifiedHash;
        states.set("a", { pendingHash: null, ...verified });
      },
      theirs: () => null,
      keepOurs: () => undefined,
      publish: (push) => Promise.resolve(publish(push)),
      fingerprint: (token) => `fp:${token}`,
    });
    return { tokens, agent, state };
  }

  const inFile = (token: string, fileSha256 = "file") => ({
    candidates: { words: [token], fallback: token, isUnclear: false },
    fileSha256,
  });

  const neverRead = () => Promise.reject(new Error("read again"));

  test("with a source, a re-key is pending until Mission Control has its hash", async () => {
    const error = new FlightDeckError("push-failed", "away", hint("wait"));
    let answer: TokenHashAnswer = { kind: "not-pushed", error };
    const pushes: TokenHashPush[] = [];
    const { tokens, agent, state } = book((push) => {
      pushes.push(push);
      return answer;
    });
    const token = (await tokens.prepare(agent, { kind: "mint", reason: "rekey" })) ?? "";
    const hash = state().pendingHash;
    const read = { token, fileSha256: "file", readAgain: neverRead };
    expect(await tokens.makeCurrent(agent, read)).toEqual({ kind: "not-pushed", error });
    expect([agent.agentTokenHash, state().pendingHash]).toEqual([null, hash]);
    await expect(tokens.prepare(agent, { kind: "adopt", token })).rejects.toBe(error);
    expect(state().pendingHash).toBe(hash);
    answer = { kind: "pushed" };
    await tokens.prepare(agent, { kind: "adopt", token });
    expect([agent.agentTokenHash, state().pendingHash]).toEqual([hash, null]);
    expect(pushes).toEqual(Array.from({ length: 3 }, () => ({ agentId: "a", hash, replaces: [null] })));
  });

  test.each(["ours", "theirs", "neither"] as const)(
    "when Mission Control re-keyed the agent as well, the token in the file decides: %s",
    async (winner) => {
      const theirToken = mintToken();
      const theirs = await hashToken(theirToken);
      const { tokens, agent, state } = book(({ replaces }) =>
        replaces.includes(theirs) ? { kind: "pushed" } : { kind: "other-hash", theirs },
      );
      const token = (await tokens.prepare(agent, { kind: "mint", reason: "rekey" })) ?? "";
      const hash = state().pendingHash;
      const inNow = { ours: token, theirs: theirToken, neither: mintToken() }[winner];
      const readAgain = () => Promise.resolve(inFile(inNow, "now"));
      const answer = await tokens.makeCurrent(agent, { token, fileSha256: "file", readAgain });
      const expected = {
        ours: [null, hash, null],
        theirs: [{ kind: "taken-over" }, theirs, null],
        neither: [{ kind: "undecided" }, null, hash],
      }[winner];
      expect([answer, agent.agentTokenHash, state().pendingHash]).toEqual(expected);
    },
  );

  test("a re-key is pending until the token was read back; the old one counts until then", async () => {
    const { tokens, agent, state } = book();
    const token = (await tokens.prepare(agent, { kind: "mint", reason: "rekey" })) ?? "";
    expect([agent.agentTokenHash, state().pendingHash !== null]).toEqual([null, true]);
    expect(await tokens.observe(agent, inFile(token))).toMatchObject({ matchesCurrent: false, matchesPending: true });
    expect(tokens.lastVerified(agent)).toBeNull();
    await tokens.makeCurrent(agent, { token, fileSha256: "file", readAgain: neverRead });
    expect(state().pendingHash).toBeNull();
    expect(await tokens.observe(agent, inFile(token))).toMatchObject({ matchesCurrent: true });
  });

  test("after a re-key that came to nothing the old token has to be read once, and what it left may yet be adopted", async () => {
    const { tokens, agent } = book();
    const old = mintToken();
    agent.agentTokenHash = await hashToken(old);
    await tokens.observe(agent, inFile(old));
    const token = (await tokens.prepare(agent, { kind: "mint", reason: "rekey" })) ?? "";
    expect(tokens.lastVerified(agent)).toEqual({ inFileSha256: null });
    expect(await tokens.observe(agent, inFile(old))).toMatchObject({ matchesCurrent: true });
    expect(tokens.lastVerified(agent)).toEqual({ inFileSha256: "file" });
    expect(await tokens.observe(agent, inFile(token, "late"))).toMatchObject({ matchesPending: true });
  });

  test("a token verified once against the same hash is not hashed again", async () => {
    const { tokens, agent } = book();
    const token = mintToken();
    agent.agentTokenHash = await hashToken(token);
    await tokens.observe(agent, inFile(token));
    const before = hashing.runs;
    expect(await tokens.observe(agent, inFile(token, "edited"))).toMatchObject({ matchesCurrent: true });
    expect(hashing.runs).toBe(before);
    agent.agentTokenHash = await hashToken(mintToken());
    expect(await tokens.observe(agent, inFile(token))).toMatchObject({ matchesCurrent: false });
  });

  test("knows which file has a verified token, until another hash is stored for the agent", async () => {
    const { tokens, agent } = book();
    const token = mintToken();
    agent.agentTokenHash = await hashToken(token);
    expect(tokens.lastVerified(agent)).toBeNull();
    await tokens.observe(agent, inFile(token, "first"));
    expect(tokens.lastVerified(agent)).toEqual({ inFileSha256: "first" });
    await tokens.observe(agent, inFile(token, "edited"));
    expect(tokens.lastVerified(agent)).toEqual({ inFileSha256: "edited" });
    tokens.wroteIn("a", "restored");
    expect(tokens.lastVerified(agent)).toEqual({ inFileSha256: "restored" });
    agent.agentTokenHash = await hashToken(mintToken());
    expect(tokens.lastVerified(agent)).toBeNull();
  });

  test("of several words the one that verifies is the token, wherever it is", async () => {
    const { tokens, agent } = book();
    const [token, other] = [mintToken(), mintToken()];
    agent.agentTokenHash = await hashToken(token);
    const read = { candidates: { words: [other, token], fallback: other, isUnclear: false }, fileSha256: "file" };
    expect(await tokens.observe(agent, read)).toEqual({ token, matchesCurrent: true, matchesPending: false });
    const before = hashing.runs;
    await tokens.observe(agent, read);
    expect(hashing.runs).toBe(before);
    const pending = (await tokens.prepare(agent, { kind: "mint", reason: "rekey" })) ?? "";
    const torn = { candidates: { words: [other, pending], fallback: other, isUnclear: false }, fileSha256: "torn" };
    expect(await tokens.observe(agent, torn)).toEqual({ token: pending, matchesCurrent: false, matchesPending: true });
  });

  test("a file with thousands of words is tried for as long as a heavy hash would take", async () => {
    const { tokens, agent } = book();
    agent.agentTokenHash = await hashToken(mintToken());
    const words = Array.from({ length: 2_000 }, mintToken);
    const before = hashing.runs;
    expect(
      await tokens.observe(agent, { candidates: { words, fallback: null, isUnclear: false }, fileSha256: "f" }),
    ).toMatchObject({
      token: null,
    });
    expect(hashing.runs - before).toBe(1_000);
  });
});
