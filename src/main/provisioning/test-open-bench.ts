import { afterEach } from "vitest";
import { openTestBench, type TestBench, type TestBenchOptions } from "./test-bench.ts";

/** The bench of the test that is running. */
export let bench: TestBench;

// Importing this file is enough: the bench is closed after each test.
afterEach(async () => {
  await bench.close();
});

export async function open(options: TestBenchOptions = {}): Promise<TestBench> {
  bench = await openTestBench(options);
  return bench;
}
