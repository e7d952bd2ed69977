import { isAnswer } from "./failure.ts";
import type { GatewayLink } from "./open-link.ts";

const probeTimeoutMs = 10_000;

/**
 * Shows that a link and its gateway work before a suspect call is sent.
 * @throws what the link throws, except refusals
 */
export async function probe(link: GatewayLink): Promise<void> {
  await link.request("health", {}, { timeoutMs: probeTimeoutMs }).catch((error: unknown) => {
    if (!isAnswer(error)) throw error;
  });
}
