import type { MirrorCheck, MirrorError, MirrorPullReport } from "../../shared/mirror.ts";
import { nowTimestamp } from "../../shared/records.ts";
import { saveMirrorConflicts, saveMirrorPull } from "../database/mirror/mirror-rows.ts";
import { saveMirrorSource } from "../database/mirror/mirror-source.ts";
import type { RouterServices } from "../operations/operation-services.ts";

/** Sets Mission Control's database as the source without a server, as a check and a pull of earlier would have left it. */
export type TestMirror = {
  setSource(check?: Partial<MirrorCheck>): void;
  savePull(pull: Partial<MirrorPullReport> & { error?: MirrorError }): void;
  saveConflict(row: { table: string; id: string }, conflict: { column: string; ours: string; theirs: string }): void;
};

export const mirrorSecret = "secret-of-the-database";

const passed: MirrorCheck = {
  checkedAt: "2026-11-28T10:00:00.000000Z",
  ok: true,
  stages: [{ stage: "address", result: "ok", text: "Something listens.", hint: null }],
  migration: "abc",
  isReadOnly: false,
};

export function openTestMirror({ database, vault, changes }: RouterServices): TestMirror {
  return {
    setSource(check = {}) {
      saveMirrorSource(database, vault, {
        url: `postgresql://fd:${mirrorSecret}@127.0.0.1:9/mission_control`,
        tls: "off",
        caPem: null,
        pollSeconds: 3600,
        writeBack: true,
        check: { ...passed, ...check },
      });
      changes.emit("mirror");
    },
    saveConflict(row, conflict) {
      saveMirrorConflicts(database, row, [{ base: null, ...conflict }]);
      changes.emit("mirror");
    },
    savePull({ error, ...pull }) {
      const at = nowTimestamp();
      const ended = {
        startedAt: at,
        finishedAt: at,
        isFull: true,
        serverTime: null,
        changes: [],
        error: error ?? null,
      };
      saveMirrorPull(database, { ...ended, counts: error ? null : {}, ...pull });
      changes.emit("mirror");
    },
  };
}
