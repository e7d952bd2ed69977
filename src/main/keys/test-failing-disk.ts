import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { vi } from "vitest";
import type { Database } from "../database/database.ts";

const changing = [
  "openSync",
  "writeSync",
  "ftruncateSync",
  "fsyncSync",
  "linkSync",
  "renameSync",
  "rmSync",
  "chmodSync",
] as const;
type Changing = (typeof changing)[number];

export type FailingDisk = { restore(): void };

/**
 * Makes every change of a file or of the database fail from the step with this number on, as if the process had been killed
 * there: nothing that it would do afterwards has an effect.
 * @param isMounted no file can take the place of another one, at any step
 */
export function failAtStep({ sqlite }: Database, step: number, isMounted = false): FailingDisk {
  let done = 0;
  const work = () => {
    if (done >= step) throw new Error("killed");
    done += 1;
  };
  const database = (["exec", "pragma"] as const).map((name) => {
    const real = sqlite[name].bind(sqlite) as (...args: unknown[]) => unknown;
    return vi.spyOn(sqlite, name).mockImplementation(((...args: unknown[]) => {
      work();
      return real(...args);
    }) as never);
  });
  const files = failing(changing, (name) => {
    work();
    if (isMounted && name === "renameSync") throw failure("EBUSY");
  });
  return {
    restore() {
      for (const spy of database) spy.mockRestore();
      files.restore();
    },
  };
}

/** Makes one kind of change of files fail. */
export function failAt(name: Changing, code = "EROFS"): FailingDisk {
  return failing([name], () => {
    throw failure(code);
  });
}

function failure(code: string): Error {
  return Object.assign(new Error(`the disk refuses it (${code})`), { code });
}

function failing(names: readonly Changing[], work: (name: Changing) => void): FailingDisk {
  const spies = names.map((name) => {
    const real = fs[name] as (...args: unknown[]) => unknown;
    return vi.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
      work(name);
      return real(...args);
    }) as never);
  });
  syncBuiltinESMExports();
  return {
    restore() {
      for (const spy of spies) spy.mockRestore();
      syncBuiltinESMExports();
    },
  };
}
