import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import { conflictVersions, mirrorSettings, mirrorSourceFields } from "./contract-inputs.ts";
import type { MirrorCheck, MirrorPullReport, MirrorStatus } from "./mirror.ts";
import { conflictChoices, type MirrorConflict, type MirrorPushReport } from "./mirror-push.ts";

/** The part of the contract about Mission Control's database. */
export const mirrorContract = {
  status: base.output(returns<MirrorStatus>()),
  /** Checks the connection of the source. */
  check: base.output(returns<MirrorCheck>()),
  /** Checks the connection, and saves it with the settings that are given, if the check passes. */
  set: base
    .input(mirrorSourceFields.extend(mirrorSettings.shape))
    .output(returns<{ check: MirrorCheck; status: MirrorStatus }>()),
  change: base.input(mirrorSettings).output(returns<MirrorStatus>()),
  /** Pulls now. A pull that is in progress already is waited for instead. */
  pull: base.input(z.object({ full: z.boolean().default(false) })).output(returns<MirrorPullReport>()),
  /** Writes what was changed here to Mission Control's database. */
  push: base.output(returns<MirrorPushReport>()),
  /** What was changed both here and in Mission Control, with both versions. */
  conflicts: base.output(returns<MirrorConflict[]>()),
  /** Decides conflicts between the versions that were shown, all or none; the next push carries it out. */
  resolve: base
    .input(
      z.object({
        conflicts: z.array(conflictVersions).min(1).max(10_000),
        choice: z.enum(conflictChoices),
      }),
    )
    .output(returns<MirrorConflict[]>()),
  /** The records become this installation's own. Without `discard` it is refused while changes are not written back. */
  unset: base.input(z.object({ discard: z.boolean().default(false) })).output(returns<MirrorStatus>()),
};
