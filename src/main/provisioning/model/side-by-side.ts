import pMap, { pMapSkip } from "p-map";

/** How many agents are worked on at a time; the connection limits the calls. */
export const agentsAtATime = 32;

/**
 * Does the work for all inputs, a limited number at a time, and returns the results in order. After an error nothing more is
 * started, but work in progress is awaited first, so that the caller knows everything that was done.
 * @throws the first error
 */
export async function sideBySide<Input, Result>(
  inputs: Input[],
  work: (input: Input) => Promise<Result>,
): Promise<Result[]> {
  const thrown: unknown[] = [];
  const results = await pMap(
    inputs,
    async (input) => {
      if (thrown.length > 0) return pMapSkip;
      try {
        return await work(input);
      } catch (error) {
        thrown.push(error);
        return pMapSkip;
      }
    },
    { concurrency: agentsAtATime },
  );
  if (thrown.length > 0) throw thrown[0];
  return results;
}
