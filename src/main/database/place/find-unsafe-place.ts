import { isWithin, pathsOf } from "../../vault/is-within.ts";

/** What is asked about the system; given by tests. */
export type PlaceFacts = {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
  /** Linux: /proc/self/mountinfo. macOS: what `mount` prints. */
  mounts: string;
};

/** A place where a database comes to harm. */
export type UnsafePlace = { kind: "network" | "windows-drive" | "synced"; name: string };

/**
 * Whether a folder is where a database comes to harm, as far as the system says it by name: on a network drive, on a drive of Windows
 * as WSL sees it, or in a folder that another program synchronizes.
 * @param realPath without symbolic links; Windows' real path of a mapped network drive begins with `\\`
 */
export function findUnsafePlace(realPath: string, facts: PlaceFacts): UnsafePlace | null {
  return findNetwork(realPath, facts) ?? findSync(realPath, facts);
}

function findNetwork(realPath: string, { platform, mounts }: PlaceFacts): UnsafePlace | null {
  if (platform === "win32") {
    const isDevice = /^\\\\[?.]\\(?!UNC\\)/i.test(realPath);
    return realPath.startsWith("\\\\") && !isDevice ? { kind: "network", name: "a share" } : null;
  }
  const parse = platform === "darwin" ? parseMountLine : parseMountInfo;
  const holding = mounts
    .split("\n")
    .map(parse)
    .filter((mount) => mount !== null)
    .filter(({ point }) => isWithin(realPath, point, platform));
  // Of several at one point, the last one is what is seen there.
  const longest = Math.max(...holding.map(({ point }) => point.length));
  const mount = holding.findLast(({ point }) => point.length === longest);
  if (!mount) return null;
  if (mount.isWindows) return { kind: "windows-drive", name: mount.type };
  return mount.isNetwork ? { kind: "network", name: mount.type } : null;
}

type Mount = { point: string; type: string; isNetwork: boolean; isWindows: boolean };

const networkTypes =
  /^(nfs4?|cifs|smb3|smbfs|ncpfs|afs|ceph|lustre|gpfs|beegfs|davfs|fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|s3fs|glusterfs|ceph|curlftpfs|juicefs|smbnetfs))$/;

/** `36 35 98:0 / /mnt/c rw shared:1 - 9p C:\134 rw,aname=drvfs;path=C:\` */
function parseMountInfo(line: string): Mount | null {
  const [before = "", after] = line.split(" - ");
  const point = before.split(" ")[4];
  if (point === undefined || after === undefined) return null;
  const [type = "", source = "", options = ""] = after.split(" ");
  const isWindows = type === "drvfs" || source.startsWith("drvfs") || /(^|,)aname=drvfs/.test(options);
  return { point: withoutEscapes(point), type, isNetwork: networkTypes.test(type), isWindows };
}

function withoutEscapes(point: string): string {
  return point.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

/** `//anna@nas/share on /Volumes/share (smbfs, nodev, nosuid)`; every disk of this computer is `local`. */
function parseMountLine(line: string): Mount | null {
  const [, point, words] = /^.*? on (\/.*) \(([^()]+)\)$/.exec(line) ?? [];
  if (point === undefined || words === undefined) return null;
  const [type = "", ...options] = words.split(", ");
  const isOwn = options.includes("local") || ["autofs", "devfs"].includes(type);
  return { point, type, isNetwork: !isOwn, isWindows: false };
}

const syncNames = /^(Dropbox|OneDrive|Google Drive|iCloudDrive|Nextcloud)( [-(].*)?$/i;
const syncVariables = ["OneDrive", "OneDriveConsumer", "OneDriveCommercial"];

function findSync(realPath: string, { platform, env, home }: PlaceFacts): UnsafePlace | null {
  const { relative, sep } = pathsOf(platform);
  if (platform === "win32") {
    const isOneDrive = syncVariables.some((name) => env[name] && isWithin(realPath, env[name], platform));
    if (isOneDrive) return { kind: "synced", name: "OneDrive" };
  }
  if (!isWithin(realPath, home, platform)) return null;
  const [first = "", second = "", third = ""] = relative(home, realPath).split(sep);
  const named = syncNames.exec(first);
  if (named?.[1]) return { kind: "synced", name: named[1] };
  if (platform !== "darwin" || first !== "Library") return null;
  if (second === "Mobile Documents") return { kind: "synced", name: "iCloud" };
  return second === "CloudStorage" && third !== "" ? { kind: "synced", name: third.split("-")[0] ?? third } : null;
}
