import { renameSync } from "node:fs";
import { isSystemError } from "../../shared/errors.ts";

export type MoveOptions = {
  platform?: NodeJS.Platform;
  rename?: (from: string, to: string) => void;
  pause?: (durationMs: number) => void;
};

/** About a second and a half in all: as long as a virus scanner or an indexer looks at a new file. */
const pausesMs = [10, 20, 40, 80, 150, 250, 400, 550];

/**
 * Renames a file or a folder, in the place of a file that is there. Windows refuses that while another program has one of them open,
 * so it is tried again there, for a short time.
 * @throws the system's error
 */
export function moveFile(
  from: string,
  to: string,
  { platform = process.platform, rename = renameSync, pause = block }: MoveOptions = {},
): void {
  evenIfOpenElsewhere(() => rename(from, to), { platform, pause });
}

/**
 * Does something to a file that Windows refuses while another program has the file open.
 * @throws what `work` throws in the end
 */
export function evenIfOpenElsewhere<Result>(
  work: () => Result,
  { platform = process.platform, pause = block }: Omit<MoveOptions, "rename"> = {},
): Result {
  for (const pauseMs of pausesMs) {
    try {
      return work();
    } catch (error) {
      if (platform !== "win32" || !isSystemError(error, "EPERM", "EACCES", "EBUSY")) throw error;
      pause(pauseMs);
    }
  }
  return work();
}

function block(durationMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
}
