import { plantPracticeFleet, practiceFleet } from "../../practice-gateway/practice-fleet.ts";
import {
  type PracticeGateway,
  type PracticeGatewayOptions,
  startPracticeGateway,
} from "../../practice-gateway/start-practice-gateway.ts";
import type { JsonObject } from "../../shared/records.ts";
import { createTestCli, type TestCli } from "./test-cli.ts";

/** A practice gateway with the sample fleet on it, and as many data folders beside it as a test wants. */
export type CliFixture = {
  gateway: PracticeGateway;
  newCli(): TestCli;
  /** The sample fleet, with other columns for its gateway. */
  fleetWith(gatewayColumns?: JsonObject): JsonObject;
  importInto(cli: TestCli, fleet: JsonObject): Promise<void>;
  /** What any command on any of the data folders has written. */
  transcript(): string;
  close(): Promise<void>;
};

export async function openCliFixture(options: PracticeGatewayOptions = {}): Promise<CliFixture> {
  const gateway = await startPracticeGateway({ token: "gateway-token-that-must-not-show", restartMs: 300, ...options });
  plantPracticeFleet(gateway);
  const clis: TestCli[] = [];
  return {
    gateway,
    newCli() {
      const cli = createTestCli();
      clis.push(cli);
      return cli;
    },
    fleetWith(gatewayColumns = {}) {
      const fleet = practiceFleet({ gatewayUrl: gateway.url, token: gateway.token });
      return { ...fleet, gateways: (fleet.gateways as JsonObject[]).map((row) => ({ ...row, ...gatewayColumns })) };
    },
    async importInto(cli, fleet) {
      const { code, stderr } = await cli.runHere(["import", cli.file("fleet.json", fleet)]);
      if (code !== 0) throw new Error(stderr);
    },
    transcript: () => clis.map((cli) => cli.transcript()).join("\n"),
    async close() {
      await gateway.close();
      for (const cli of clis) cli.remove();
    },
  };
}
