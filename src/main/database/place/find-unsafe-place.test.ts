import { expect, test } from "vitest";
import { findUnsafePlace } from "./find-unsafe-place.ts";

const linux = (mounts: string[]) =>
  ({ platform: "linux", env: {}, home: "/home/anna", mounts: mounts.join("\n") }) as const;
const root = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw";
const line = (point: string, rest: string) => `36 27 0:31 / ${point} rw,relatime shared:7 - ${rest}`;

test.each([
  ["NFS", "/home/anna/x", line("/home", "nfs4 nas:/home rw"), "network", "nfs4"],
  ["SMB", "/mnt/nas/x", line("/mnt/nas", "cifs //nas/x rw"), "network", "cifs"],
  ["sshfs", "/mnt/a b/x", line("/mnt/a\\040b", "fuse.sshfs anna@host:/ rw"), "network", "fuse.sshfs"],
  ["Windows in WSL 2", "/mnt/c/x", line("/mnt/c", "9p C:\\134 rw,aname=drvfs;path=C:\\"), "windows-drive", "9p"],
  ["Windows in WSL 1", "/mnt/c/x", line("/mnt/c", "drvfs C: rw"), "windows-drive", "drvfs"],
] as const)("%s is found by the type of its mount", (_case, path, mount, kind, name) => {
  expect(findUnsafePlace(path, linux([root, mount]))).toEqual({ kind, name });
});

test.each([
  ["the disk itself", "/srv/x", [line("/srv", "ext4 /dev/sda1 rw")]],
  ["a folder beside a mount of a name that begins like it", "/mnt/nas2/x", [line("/mnt/nas", "nfs nas:/ rw")]],
  ["a local disk mounted over a share", "/srv/x", [line("/srv", "nfs nas:/ rw"), line("/srv", "ext4 /dev/sda1 rw")]],
  [
    "a local disk inside of a share",
    "/home/anna/x",
    [line("/home", "nfs nas:/ rw"), line("/home/anna", "xfs /dev/b rw")],
  ],
  ["a container whose root is 9p, as gVisor's", "/srv/x", [line("/", "9p none rw,aname=/")]],
  ["no list of mounts", "/srv/x", []],
] as const)("Linux: %s is fine", (_case, path, mounts) => {
  expect(findUnsafePlace(path, linux([root, ...mounts]))).toBeNull();
});

const macMounts = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
devfs on /dev (devfs, local, nobrowse)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
//anna@nas/Work on call on /Volumes/Work on call (smbfs, nodev, nosuid, mounted by anna)
/dev/disk4s1 on /Volumes/STICK (exfat, local, nodev, nosuid, noowners)`;

test.each([
  ["/Users/anna/Library/Application Support/flight-deck", null],
  ["/Volumes/STICK/deck", null],
  ["/Volumes/Work on call/deck", { kind: "network", name: "smbfs" }],
  ["/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/deck", { kind: "synced", name: "iCloud" }],
  ["/Users/anna/Library/CloudStorage/OneDrive-Contoso/deck", { kind: "synced", name: "OneDrive" }],
  ["/Users/anna/dropbox/deck", { kind: "synced", name: "dropbox" }],
  ["/Users/anna/Dropboxes/deck", null],
])("macOS: %s", (path, expected) => {
  const facts = { platform: "darwin", env: {}, home: "/Users/anna", mounts: macMounts } as const;
  expect(findUnsafePlace(path, facts)).toEqual(expected);
});

test.each([
  ["C:\\Users\\anna\\AppData\\Local\\flight-deck", null],
  ["\\\\?\\C:\\deck", null],
  ["\\\\nas\\share\\deck", { kind: "network", name: "a share" }],
  ["\\\\?\\UNC\\nas\\share\\deck", { kind: "network", name: "a share" }],
  ["\\\\wsl.localhost\\Debian\\home\\anna", { kind: "network", name: "a share" }],
  ["c:\\users\\ANNA\\onedrive - Contoso\\deck", { kind: "synced", name: "onedrive" }],
  ["D:\\Sync\\deck", { kind: "synced", name: "OneDrive" }],
  ["D:\\Sync2\\deck", null],
])("Windows: %s", (path, expected) => {
  const facts = { platform: "win32", env: { OneDrive: "D:\\Sync" }, home: "C:\\Users\\Anna", mounts: "" } as const;
  expect(findUnsafePlace(path, facts)).toEqual(expected);
});
