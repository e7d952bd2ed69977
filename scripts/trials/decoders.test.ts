import { afterAll, beforeAll, expect, test } from "vitest";
import { fuzz } from "./test-decoder.ts";
import { openDecoders } from "./test-decoders.ts";

/** `npm run fuzz` gives as many as one likes. */
const inputsInAll = 2_000;
const seed = Number(process.env.FLIGHTDECK_SEED ?? 1);

let opened: Awaited<ReturnType<typeof openDecoders>>;
beforeAll(async () => {
  opened = await openDecoders();
}, 60_000);
afterAll(() => opened.close());

test(`whatever is given to the decoders, they read or refuse it, seed ${seed}`, { timeout: 120_000 }, async () => {
  const { decoders } = opened;
  const failures: string[] = [];
  for (const decoder of decoders) {
    const failure = await fuzz(decoder, Math.ceil(inputsInAll / decoders.length), seed);
    if (failure) failures.push(failure);
  }
  expect(failures).toEqual([]);
});

test("a decoder that fails on some input is found, and told with its seed", async () => {
  const [decoder] = opened.decoders;
  if (!decoder) throw new Error("no decoders");
  const failure = await fuzz({ ...decoder, decode: () => Reflect.get(Object(null), "no") ?? JSON.parse("{") }, 10, 1);
  expect(failure).toContain(`npm run fuzz -- --only "${decoder.name}" --inputs 10 --seed 1`);
});
