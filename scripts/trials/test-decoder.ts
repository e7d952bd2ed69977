import fc from "fast-check";
import { GatewayCallError, UnknownResultError } from "../../src/main/gateway/failure.ts";
import { FlightDeckError } from "../../src/shared/errors.ts";

/** Something that reads what others wrote. It may refuse its input in words for an operator, and must do nothing worse. */
export type Decoder = {
  name: string;
  inputs: fc.Arbitrary<unknown>;
  /** @throws an error for operators, or `Error` if what came out is not right */
  decode: (input: unknown) => unknown;
};

export function decoder<T>(name: string, inputs: fc.Arbitrary<T>, decode: (input: T) => unknown): Decoder {
  return { name, inputs, decode: (input) => decode(input as T) };
}

/** Whether an error is an honest refusal. */
function isRefusal(error: unknown): boolean {
  if (error instanceof FlightDeckError) return error.code !== "internal";
  return error instanceof GatewayCallError || error instanceof UnknownResultError;
}

/** @returns what went wrong, with the input and how to repeat it; null if nothing did */
export async function fuzz({ name, inputs, decode }: Decoder, amount: number, seed: number): Promise<string | null> {
  const property = fc.asyncProperty(inputs, async (input) => {
    try {
      await decode(input);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
  });
  const details = await fc.check(property, { numRuns: amount, seed });
  if (!details.failed) return null;
  const input = JSON.stringify(details.counterexample)?.slice(0, 2_000);
  const { errorInstance: error } = details;
  const why = error instanceof Error ? error.stack : String(error);
  return `${name}: ${input}\n  ${why}\n  again: npm run fuzz -- --only "${name}" --inputs ${amount} --seed ${seed}`;
}
