import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FlightDeckError } from "../../../shared/errors.ts";
import { hint } from "../../../shared/hint-words.ts";
import type { Agent } from "../../../shared/records.ts";
import type { TokenHashAnswer, TokenHashPush } from "../model/mission-control.ts";
import { decideToken, neverHadToken } from "./decide-token.ts";
import { findCandidates } from "./find-candidates.ts";
import { hashing, hashToken, mintToken, verifyToken, weightOf } from "./hash-token.ts";
import { readTokenFromAgents, readTokenFromTools } from "./read-token.ts";
import { openTokenBook, type TokenState } from "./token-book.ts";

describe("hashing", () => {
  test("tokens are 32 random bytes and verify against their own hash only", async () => {
    const token = mintToken();
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
    const hash = await hashToken(token);
    expect(hash).toMatch(/^pbkdf2_sha256\$1000\$[\w-]{22}\$[\w-]{43}$/);
    expect(await verifyToken(token, hash)).toBe(true);
    expect(await verifyToken(mintToken(), hash)).toBe(false);
  });

  // hashlib.pbkdf2_hmac("sha256", b"flight-deck-token", b"0123456789abcdef", iterations), as Mission Control stores it.
  test.each([
    [1, "Ec1hvYh6g-ddIPSQqLzYgu-cDqo8SQ2oisgevFcg0e8"],
    [1_000, "oRrHXoYAIX7HgCjMvpamA8Jd_zgRPc0S6omfiCwkTWs"],
    [200_000, "JvGESXWpmAUaSyM5G8AknOrzkNTMm4ieQOx4OFKXf98"],
  ])("verifies what Python's hashlib made with %i iterations: Mission Control's rows", async (iterations, digest) => {
    const row = `pbkdf2_sha256$${iterations}$MDEyMzQ1Njc4OWFiY2RlZg$${digest}`;
    expect(await verifyToken("flight-deck-token", row)).toBe(true);
    expect(await verifyToken("flight-deck-tokem", row)).toBe(false);
  });

  test.each([
    "",
    "plain",
    "pbkdf2_sha1$200000$AAAA$BBBB",
    "pbkdf2_sha256$0$AAAA$BBBB",
    "pbkdf2_sha256$99999999$AAAA$BBBB",
    "bcrypt$x",
  ])("an unknown form never verifies: %s", async (stored) => {
    expect(await verifyToken("anything", stored)).toBe(false);
  });
});

describe("weight of a hash", () => {
  test.each([
    ["pbkdf2_sha256$1$c2FsdA$ZGlnZXN0", "light"],
    ["pbkdf2_sha256$1000$c2FsdA$ZGlnZXN0", "light"],
    ["pbkdf2_sha256$1001$c2FsdA$ZGlnZXN0", "heavy"],
    ["pbkdf2_sha256$200000$c2FsdA$ZGlnZXN0", "heavy"],
    ["pbkdf2_sha256$1000", "other"],
    ["plain", "other"],
    ["", "other"],
    [null, "none"],
  ] as const)("%s is %s", (hash, weight) => {
    expect(weightOf(hash)).toBe(weight);
  });
});

describe("reading", () => {
  test.each([
    "AUTH_TOKEN=t0k",
    "- AUTH_TOKEN=t0k",
    "* `AUTH_TOKEN=t0k`",
    "- `AUTH_TOKEN=t0k` (keep it secret)",
    "  AUTH_TOKEN = x\nAUTH_TOKEN=t0k  ",
    "AUTH_TOKEN='t0k'",
    'AUTH_TOKEN="t0k"',
    "AUTH_TOKEN=`t0k`",
    '- `AUTH_TOKEN="t0k"`',
    "AUTH_TOKEN=t0k  # keep it secret",
    "AUTH_TOKEN=old\r\nAUTH_TOKEN=t0k\r\n",
    "AUTH_TOKEN=old\rAUTH_TOKEN=t0k",
    "```sh\nAUTH_TOKEN=t0k\n```",
    "AUTH_TOKEN=t0k\nAUTH_TOKEN=$(grep '^AUTH_TOKEN=' TOOLS.md | head -n1 | cut -d= -f2-)",
  ])("reads %j", (line) => {
    expect(readTokenFromTools(`# TOOLS\n\n${line}\n`)).toBe("t0k");
  });

  test.each([
    "# AUTH_TOKEN=t0k",
    "AUTH_TOKEN=two words",
    "AUTH_TOKEN=$TOKEN",
    "AUTH_TOKEN=a=b",
    "AUTH_TOKEN='t0k",
    "AUTH_TOKEN=''t0k''",
    "AUTH_TOKEN=",
    "AUTH_TOKEN: t0k",
    "export AUTH_TOKEN=t0k",
    "| AUTH_TOKEN | t0k |",
    "MY_AUTH_TOKEN=t0k",
  ])("finds no token in %j", (line) => {
    expect(readTokenFromTools(`# TOOLS\n\n${line}\n`)).toBeNull();
  });

  test("a byte order mark is not part of the first line", () => {
    expect(readTokenFromTools("\ufeffAUTH_TOKEN=t0k")).toBe("t0k");
    expect(readTokenFromAgents("\ufeff## Tools\nAUTH_TOKEN=t0k")).toBe("t0k");
  });

  test("a current gateway keeps it in the Tools section of AGENTS.md and nowhere else", () => {
    const agents =
      "# A\nAUTH_TOKEN=outside\n\n## Tools\n- `AUTH_TOKEN=inside`\n### More\nX=1\n\n## Rules\nAUTH_TOKEN=later";
    expect(readTokenFromAgents(agents)).toBe("inside");
    expect(readTokenFromAgents(agents.replaceAll("\n", "\r\n"))).toBe("inside");
    expect(readTokenFromAgents("# A\nAUTH_TOKEN=outside")).toBeNull();
    expect(readTokenFromAgents(null)).toBeNull();
  });

  test("a heading inside a code fence does not end the section", () => {
    expect(readTokenFromAgents("## Tools\n```sh\n# comment\n## not a heading\n```\nAUTH_TOKEN=t")).toBe("t");
  });

  test("finds the token where OpenClaw's own migration from TOOLS.md left it", () => {
    const migrated = "# A\n\n## Tools\n\n### Local notes (migrated from TOOLS.md)\n\n# TOOLS\n\nAUTH_TOKEN=moved\n";
    expect(readTokenFromAgents(migrated)).toBe("moved");
  });

  test("reads back every token that is written, in every form", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.constantFrom("", "- ", "- `", "`"),
        (bytes, lead) => {
          const token = Buffer.from(bytes).toString("base64url");
          const line = `${lead}AUTH_TOKEN=${token}${lead.endsWith("`") ? "`" : ""}`;
          expect(readTokenFromTools(`## Keys\n${line}`)).toBe(token);
        },
      ),
    );
  });
});

describe("candidates", () => {
  const one = "FbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj";
  const two = "ZbdQmKsYwRzTnLpVcXhJgDfBvNqWeRtYuIoPaSdFgHj";
  const linesOf = (...words: string[]) => words.map((word) => `AUTH_TOKEN=${word}`).join("\n");

  test("words of a token's length come first, the last of them foremost, and of several none is taken unverified", () => {
    const found = findCandidates(linesOf(one, two, one, "a-word-of-some-length"), "file");
    expect(found).toEqual({ words: [one, two, "a-word-of-some-length"], fallback: null, isUnclear: true });
  });

  test("a blank to fill in is never taken for a token", () => {
    expect(findCandidates(linesOf("YOUR_AGENT_TOKEN_HERE"), "file").fallback).toBeNull();
    expect(findCandidates(linesOf(one, "YOUR_AGENT_TOKEN_HERE"), "file").fallback).toBe(one);
  });

  test("words outside the Tools section can only be verified", () => {
    const agents = `# A\n${linesOf(one)}\n\n## Tools\n${linesOf(two)}\n\n## Rules\n${linesOf(one)}`;
    expect(findCandidates(agents, "agents-section")).toEqual({ words: [two, one], fallback: two, isUnclear: false });
    expect(findCandidates(`# A\n${linesOf(one)}`, "agents-section")).toEqual({
      words: [one],
      fallback: null,
      isUnclear: false,
    });
  });

  test("both of two Tools sections count", () => {
    const agents = `## Tools\n${linesOf(one)}\n## Rules\n## Tools\n${linesOf(two)}`;
    expect(findCandidates(agents, "agents-section").words).toEqual([two, one]);
  });
});

describe("deciding", () => {
  const keep = { repairTokens: false, rekeyAll: false, isNew: false };
  const repair = { ...keep, repairTokens: true };
  const current = { token: "t", matchesCurrent: true, matchesPending: false };
  const pending = { token: "t", matchesCurrent: false, matchesPending: true };
  const stray = { token: "t", matchesCurrent: false, matchesPending: false };
  const none = { token: null, matchesCurrent: false, matchesPending: false };

  test("keeps what is right even when asked to rotate", () => {
    expect(decideToken(current, repair)).toEqual({ kind: "keep", token: "t" });
  });
  test("adopts what an interrupted re-key left", () => {
    expect(decideToken(pending, keep)).toEqual({ kind: "adopt", token: "t" });
  });
  test("mints only where none can be read or it does not match", () => {
    expect(decideToken(none, repair)).toEqual({ kind: "mint", reason: "unreadable" });
    expect(decideToken(stray, repair)).toEqual({ kind: "mint", reason: "mismatch" });
    expect(decideToken(none, keep)).toEqual({ kind: "skip" });
    expect(decideToken(stray, keep)).toEqual({ kind: "keep-mismatched", token: "t" });
  });
  test("mints without being asked only for an agent that never had a token", () => {
    expect(decideToken(none, { ...keep, isNew: true })).toEqual({ kind: "mint", reason: "new" });
    expect(decideToken({ ...none, isUnclear: true }, { ...keep, isNew: true })).toEqual({ kind: "skip" });
    expect(decideToken(stray, { ...keep, isNew: true })).toEqual({ kind: "keep-mismatched", token: "t" });
    const never = { currentHash: null, pendingHash: null, isBare: true, isSeeded: false };
    expect(neverHadToken(never)).toBe(true);
    expect(neverHadToken({ ...never, isBare: false, pendingHash: "cut off" })).toBe(true);
    expect(neverHadToken({ ...never, isBare: false })).toBe(false);
    expect(neverHadToken({ ...never, isBare: false, isSeeded: true })).toBe(true);
    expect(neverHadToken({ ...never, currentHash: "had one" })).toBe(false);
  });
  test("re-keys all only when asked for in so many words", () => {
    expect(decideToken(current, { ...keep, rekeyAll: true })).toEqual({ kind: "mint", reason: "rekey" });
  });
});

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
      recordStandsIn: (_, verifiedInSha256) => states.set("a", { ...state(), verifiedInSha256 }),
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
    expect(tokens.settled(agent)).toBeNull();
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
    expect(tokens.settled(agent)).toEqual({ standsIn: null });
    expect(await tokens.observe(agent, inFile(old))).toMatchObject({ matchesCurrent: true });
    expect(tokens.settled(agent)).toEqual({ standsIn: "file" });
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
    expect(tokens.settled(agent)).toBeNull();
    await tokens.observe(agent, inFile(token, "first"));
    expect(tokens.settled(agent)).toEqual({ standsIn: "first" });
    await tokens.observe(agent, inFile(token, "edited"));
    expect(tokens.settled(agent)).toEqual({ standsIn: "edited" });
    tokens.wroteIn("a", "restored");
    expect(tokens.settled(agent)).toEqual({ standsIn: "restored" });
    agent.agentTokenHash = await hashToken(mintToken());
    expect(tokens.settled(agent)).toBeNull();
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
