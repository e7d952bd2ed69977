import { posix } from "node:path";
import { packageOwners, type Room, rooms } from "./rooms.ts";

/**
 * Checks one import. Returns the problem, or undefined when there is none.
 *
 * @param file the importing file, relative to the project, with forward slashes
 * @param specifier the imported module, as written
 */
export function judgeImport(file: string, specifier: string): string | undefined {
  const from = roomOf(file);
  if (!from) return `${file} is in no room: add its folder to scripts/rooms/rooms.ts and to docs/architecture.md`;
  return specifier.startsWith(".")
    ? judgeFile(from, posix.join(posix.dirname(file), specifier), isForTests(file))
    : judgePackage(from, specifier, isForTests(file));
}

/** Tests and their shared helpers: files named `test-*.ts`, and all of e2e. */
function isForTests(file: string): boolean {
  return file.startsWith("e2e/") || /\.(test|spec)\.tsx?$/.test(file) || /\/test-[^/]*$/.test(file);
}

function judgeFile(from: Room, target: string, forTests: boolean): string | undefined {
  if (isForTests(target)) return forTests ? undefined : `${target} is for tests: nothing else may import it`;
  if (from.mayUse === "any" || target === "package.json") return undefined;
  const to = roomOf(target);
  // A test of any room may run the whole application against the practice gateway.
  const mayUse = [
    from.name,
    ...from.mayUse,
    ...(forTests ? ["practice-gateway", "app", "cli", "browser", "start"] : []),
  ];
  if (to && mayUse.includes(to.name)) return undefined;
  const allowed = from.mayUse.length > 0 ? from.mayUse.join(", ") : "no other room";
  return (
    `${from.name} must not import ${to?.name ?? "from outside the rooms"} (${target}). It may use: ${allowed}. ` +
    "Arrows point one way: take it as a parameter, or move what both need further down"
  );
}

function judgePackage(from: Room, specifier: string, forTests: boolean): string | undefined {
  const [start, owners] =
    Object.entries(packageOwners).find(([owned]) => isPackage(specifier, owned)) ?? ([specifier, [from.name]] as const);
  if (!owners.includes(from.name) && !(forTests && start === "node:")) {
    return `${from.name} must not import ${specifier}. Only ${owners.join(", ")} may: ask that room for what you need`;
  }
  if (from.packages && !forTests && !from.packages.some((name) => isPackage(specifier, name))) {
    return `${from.name} must not import ${specifier}. The only packages it may import: ${from.packages.join(", ")}`;
  }
  return undefined;
}

function isPackage(specifier: string, owned: string): boolean {
  if (/[/:-]$/.test(owned)) return specifier.startsWith(owned);
  return specifier === owned || specifier.startsWith(`${owned}/`);
}

function roomOf(file: string): Room | undefined {
  let found: Room | undefined;
  let length = 0;
  for (const room of rooms) {
    for (const path of room.paths) {
      if (path.length <= length || !(path.endsWith("/") ? file.startsWith(path) : file === path)) continue;
      found = room;
      length = path.length;
    }
  }
  return found;
}
