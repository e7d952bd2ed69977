import type { UpdateKind } from "../../../shared/updates.ts";

export type InstalledCopy = {
  platform: NodeJS.Platform;
  isPackaged: boolean;
  /** The AppImage that it was started from. */
  appImage: string | undefined;
  /** What the builder noted beside the app: `deb`. Null if there is no such note. */
  packageType: string | null;
  /** Whether it was signed when it was released. */
  isSigned: boolean;
};

/** How a copy of the desktop gets a new version. */
export function findUpdateKind({ platform, isPackaged, appImage, packageType, isSigned }: InstalledCopy): UpdateKind {
  if (!isPackaged) return "clone";
  if (platform === "darwin") return isSigned ? "self" : "unsigned";
  if (platform === "win32" || appImage) return "self";
  return packageType === "deb" ? "deb" : "archive";
}
