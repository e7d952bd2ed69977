import { expect } from "vitest";
import { practiceFleet } from "../../practice-gateway/practice-fleet.ts";
import { createTestCli, type TestCli } from "./test-cli.ts";

/** A command line for tests with the records of the practice fleet, whose gateway does not answer. */
export async function openCliWithFleet(): Promise<TestCli> {
  const cli = createTestCli();
  const fleet = practiceFleet({ gatewayUrl: "ws://127.0.0.1:1", token: "gateway-token-that-must-not-show" });
  expect((await cli.runHere(["import", cli.file("fleet.json", fleet)])).code).toBe(0);
  return cli;
}
