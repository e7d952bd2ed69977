import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { vi } from "vitest";
import type { Database } from "../database/database.ts";

const changing = ["openSync", "writeSync", "fsyncSync", "linkSync", "renameSync", "rmSync", "chmodSync"] as const;

export type FailingDisk = { restore(): void };

/**
 * Makes every change of a file or of the database fail from the step with this number on, as if the process had been killed
 * there: nothing that it would do afterwards has an effect.
 */
export function failAtStep({ sqlite }: Database, step: number): FailingDisk {
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
  const files = failing(changing, work);
  return {
    restore() {
      for (const spy of database) spy.mockRestore();
      files.restore();
    },
  };
}

/** Makes one kind of change of files fail. */
export function failAt(name: (typeof changing)[number]): FailingDisk {
  return failing([name], () => {
    throw new Error("the disk is read-only");
  });
}

function failing(names: readonly (typeof changing)[number][], work: () => void): FailingDisk {
  const spies = names.map((name) => {
    const real = fs[name] as (...args: unknown[]) => unknown;
    return vi.spyOn(fs, name).mockImplementation(((...args: unknown[]) => {
      work();
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
