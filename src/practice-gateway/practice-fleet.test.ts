import { pbkdf2Sync } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/records.ts";
import { plantPracticeFleet, practiceFleet, practiceIds } from "./practice-fleet.ts";
import { type PracticeGateway, startPracticeGateway } from "./start-practice-gateway.ts";

const options = { gatewayUrl: "ws://127.0.0.1:1", token: "t" };
const rowsOf = (table: string) => practiceFleet(options)[table] as JsonObject[];

describe("practiceFleet", () => {
  it("is the same at every call, with a unique id for every row", () => {
    expect(practiceFleet(options)).toEqual(practiceFleet(options));
    const ids = Object.values(practiceFleet(options)).flatMap((rows) => (rows as JsonObject[]).map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("has three boards with a lead each, twelve agents and a main agent", () => {
    const onBoards = rowsOf("agents").filter(({ board_id: boardId }) => boardId !== null);
    expect([rowsOf("boards").length, onBoards.length, rowsOf("agents").length]).toEqual([3, 12, 13]);
    const led = onBoards.filter(({ is_board_lead: isLead }) => isLead).map(({ board_id: boardId }) => boardId);
    expect(led.sort()).toEqual(rowsOf("boards").map(({ id }) => id));
  });
});

describe("plantPracticeFleet", () => {
  let gateway: PracticeGateway;
  afterEach(() => gateway.close());

  it.each([
    ["2026.9.6", "AGENTS.md"],
    ["2026.3.28", "TOOLS.md"],
  ])("puts an agent on %s whose token does not match its record", async (version, file) => {
    gateway = await startPracticeGateway({ version });
    plantPracticeFleet(gateway);
    const content = gateway.readFile(`mc-${practiceIds.driftedAgentId}`, file) ?? "";
    const token = /^AUTH_TOKEN=(.+)$/m.exec(content)?.[1] ?? "";
    const stored = rowsOf("agents").find(({ id }) => id === practiceIds.driftedAgentId)?.agent_token_hash;
    const [scheme, iterations, salt = "", digest] = String(stored).split("$");
    expect([scheme, iterations]).toEqual(["pbkdf2_sha256", "200000"]);
    const digestOf = (text: string) =>
      pbkdf2Sync(text, Buffer.from(salt, "base64url"), 200_000, 32, "sha256").toString("base64url");
    expect(digestOf("practice-token-issued-to-this-agent")).toBe(digest);
    expect(token).not.toBe("");
    expect(digestOf(token)).not.toBe(digest);
  });
});
