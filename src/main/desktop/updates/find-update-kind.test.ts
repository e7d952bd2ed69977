import { expect, test } from "vitest";
import { findUpdateKind, type InstalledCopy } from "./find-update-kind.ts";

const packaged: InstalledCopy = {
  platform: "linux",
  isPackaged: true,
  appImage: undefined,
  packageType: null,
  isSigned: false,
};

test.each<[Partial<InstalledCopy>, string]>([
  [{ isPackaged: false, platform: "darwin", isSigned: true }, "clone"],
  [{ appImage: "/home/a/Flight-Deck.AppImage" }, "self"],
  [{ packageType: "deb" }, "deb"],
  [{}, "archive"],
  [{ platform: "darwin" }, "unsigned"],
  [{ platform: "darwin", isSigned: true }, "self"],
  [{ platform: "win32" }, "self"],
])("%o is updated as %s", (copy, kind) => {
  expect(findUpdateKind({ ...packaged, ...copy })).toBe(kind);
});
