import { inspect, stripVTControlCharacters } from "node:util";
import { messageOf } from "../../../src/shared/errors.ts";
import { type Bench, openBench } from "./open-version.ts";

/** A check of a version. Checks of a version share a gateway and run in order. */
export type Check = {
  name: string;
  /** @returns a short description of the result; throws when the check fails */
  run(bench: Bench): Promise<string>;
};

export type VersionResult = {
  version: string;
  cells: { check: string; ok: boolean; note: string }[];
  /** The full text of results that are too long for a cell. */
  failures: string[];
};

export async function runVersion(
  version: string,
  checks: Check[],
  say: (line: string) => void,
): Promise<VersionResult> {
  const result: VersionResult = { version, cells: [], failures: [] };
  const fail = (check: string, error: unknown) => {
    const text = stripVTControlCharacters(inspect(error, { depth: 8, maxStringLength: 200 }));
    result.failures.push(`${check}: ${text}`);
    say(`FAILED ${check}: ${text}`);
  };
  let bench: Bench;
  try {
    bench = await openBench(version);
  } catch (error) {
    fail("start", error);
    return result;
  }
  try {
    for (const { name, run } of checks) {
      try {
        const note = await run(bench);
        result.cells.push({ check: name, ok: true, note });
        say(`ok     ${name}: ${note}`);
      } catch (error) {
        result.cells.push({ check: name, ok: false, note: messageOf(error) });
        fail(name, error);
      }
    }
  } finally {
    await bench.close();
  }
  return result;
}
