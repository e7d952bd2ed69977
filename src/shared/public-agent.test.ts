import { expect, test } from "vitest";
import { publicAgent } from "./public-agent.ts";
import { agentSchema } from "./records.ts";

const ids = { id: "0e000000-0000-4000-8000-000000000001", gatewayId: "0c000000-0000-4000-8000-000000000001" };
const agent = agentSchema.parse({ ...ids, name: "Ana Torres", agentTokenHash: "a-hash" });

test("shows every column of the record but the token's hash", () => {
  const { agentTokenHash, ...shown } = agent;
  expect(publicAgent(agent)).toEqual(shown);
  expect(agentTokenHash).toBe("a-hash");
});

test("keeps a column inside that was not named", () => {
  expect(JSON.stringify(publicAgent({ ...agent, ...{ recoveryCode: "a-secret" } }))).not.toContain("a-secret");
});
