import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { FlightDeckError } from "../../shared/errors.ts";
import { hint } from "../../shared/hint-words.ts";
import type { Streams } from "./output.ts";
import { whenFree } from "./when-free.ts";

const busy = new FlightDeckError("run-in-progress", "A run is already in progress.", hint("Wait."));

function start(answers: (FlightDeckError | string)[], wait: boolean, signal = new AbortController().signal) {
  const stderr = new PassThrough();
  const streams = { stdout: stderr, stderr } as unknown as Streams;
  const result = whenFree({ streams, signal }, { wait }, async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof FlightDeckError) throw answer;
    return answer;
  });
  return { result, said: () => String(stderr.read() ?? "") };
}

test("waits until the gateway is free, and says once what it waits for", async () => {
  const { result, said } = start([busy, busy, "done"], true);
  expect(await result).toBe("done");
  expect(said()).toBe("A run is already in progress. Waiting for its end ...\n");
});

test("without --wait, and for other errors, it fails at once", async () => {
  await expect(start([busy, "done"], false).result).rejects.toBe(busy);
  const other = new FlightDeckError("push-failed", "Away.", hint("Wait."));
  await expect(start([other, "done"], true).result).rejects.toBe(other);
});

test("can be cancelled while it waits", async () => {
  const cancel = new AbortController();
  const { result } = start([busy], true, cancel.signal);
  cancel.abort();
  await expect(result).rejects.toMatchObject({ name: "AbortError" });
});
