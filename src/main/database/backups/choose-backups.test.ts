import { describe, expect, it } from "vitest";
import type { Backup, BackupReason } from "../../../shared/backups.ts";
import { chooseForRoom, chooseObsolete } from "./choose-backups.ts";

const backup = (name: string, reason: BackupReason, sizeBytes = 10): Backup => ({
  name,
  reason,
  madeAt: "",
  sizeBytes,
});
const names = (backups: Backup[] | null) => backups?.map(({ name }) => name) ?? null;

describe("chooseObsolete", () => {
  it("counts each kind for itself", () => {
    const backups = [backup("e", "daily"), backup("d", "before-restore"), backup("c", "daily"), backup("b", "daily")];
    expect(names(chooseObsolete(backups, 1))).toEqual(["c", "b"]);
    expect(names(chooseObsolete(backups, 3))).toEqual([]);
  });

  it("never chooses one made by hand", () => {
    expect(chooseObsolete([backup("b", "by-hand"), backup("a", "by-hand")], 1)).toEqual([]);
  });
});

describe("chooseForRoom", () => {
  const backups = [backup("d", "daily"), backup("c", "daily"), backup("b", "before-migration"), backup("a", "daily")];

  it("chooses nothing when nothing is missing", () => expect(chooseForRoom(backups, 0)).toEqual([]));

  it("takes the oldest daily ones first, and no more than it needs", () => {
    expect(names(chooseForRoom(backups, 5))).toEqual(["a"]);
    expect(names(chooseForRoom(backups, 11))).toEqual(["a", "c"]);
  });

  it("takes none when they would not be enough, and never the latest", () => {
    expect(chooseForRoom(backups, 21)).toBeNull();
    expect(chooseForRoom([backup("a", "daily")], 1)).toBeNull();
  });
});
