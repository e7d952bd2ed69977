import { once } from "node:events";
import { awaitedSignals } from "../shared/stop-signals.ts";
import { type PracticeGatewayOptions, startPracticeGateway } from "./start-practice-gateway.ts";

/**
 * Runs a practice gateway in the foreground until Ctrl-C or another stop signal; prints its address and its token, which protects only
 * practice data.
 */
export async function runPracticeGateway(
  options: Pick<PracticeGatewayOptions, "port" | "version" | "latencyMs" | "token">,
): Promise<void> {
  const gateway = await startPracticeGateway(options);
  console.log(`Practice gateway ${gateway.version}`);
  console.log(`URL    ${gateway.url}`);
  console.log(`Token  ${gateway.token}`);
  console.log("Ctrl-C stops it and deletes all its data.");
  await Promise.race(awaitedSignals.map((signal) => once(process, signal)));
  await gateway.close();
}
