import pMap, { pMapSkip } from "p-map";

/** How many agents are worked on at a time; the connection bounds the calls. */
export const agentsAtATime = 32;

/**
 * Does the work for all inputs, so many at a time, and returns the results in order. What is thrown ends it: nothing more is
 * begun, but what is under way comes to its end first, so that whoever hears of the end finds everything that was done.
 *
 * @throws what the first of them threw
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
