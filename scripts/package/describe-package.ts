import { statSync } from "node:fs";
import { join } from "node:path";
import { listPackage, statFile } from "@electron/asar";

export type PackedFile = { path: string; bytes: number; isUnpacked: boolean };

/** The archive of a packed app: in the folder that electron-builder made. */
export function archiveOf(packedFolder: string): string {
  return join(packedFolder, "resources/app.asar");
}

/** Every file of a packed app, also those beside its archive, by path. */
export function listPackedFiles(packedFolder: string): PackedFile[] {
  const archive = archiveOf(packedFolder);
  return listPackage(archive, { isPack: false })
    .map((path) => path.slice(1))
    .flatMap((path) => {
      const entry = statFile(archive, path);
      return "size" in entry ? [{ path, bytes: entry.size, isUnpacked: entry.unpacked === true }] : [];
    })
    .toSorted((one, other) => one.path.localeCompare(other.path, "en"));
}

/** Sizes in megabytes by folder, the archive first. */
export function describePackage(packedFolder: string): string {
  const files = listPackedFiles(packedFolder);
  const bytesByPart = new Map<string, number>();
  for (const { path, bytes, isUnpacked } of files) {
    const folder = path
      .split("/")
      .slice(0, path.startsWith("node_modules") || path.startsWith("out") ? 2 : 1)
      .join("/");
    const part = isUnpacked ? `${folder} (beside the archive)` : folder;
    bytesByPart.set(part, (bytesByPart.get(part) ?? 0) + bytes);
  }
  const parts = [...bytesByPart].toSorted(([, one], [, other]) => other - one);
  return [
    `archive: ${megabytes(statSync(archiveOf(packedFolder)).size)} MB, ${files.length} files, those beside it included`,
    ...parts.map(([part, bytes]) => `  ${megabytes(bytes)} MB  ${part}`),
  ].join("\n");
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(2).padStart(5);
}
