import type { Decoder } from "./test-decoder.ts";
import { gatewayDecoders } from "./test-gateway-decoders.ts";
import { openRecordDecoders } from "./test-record-decoders.ts";
import { takeSamples } from "./test-samples.ts";
import { textDecoders } from "./test-text-decoders.ts";

/** Everything that reads what others wrote: gateways, operators, agents. */
export async function openDecoders(): Promise<{ decoders: Decoder[]; close: () => void }> {
  const samples = await takeSamples();
  const { decoders, close } = await openRecordDecoders(samples);
  return { decoders: [...gatewayDecoders(samples), ...decoders, ...textDecoders], close };
}
