import { posix, win32 } from "node:path";

/** Whether a path is a folder or in it. Windows and macOS take names in capitals for the same ones. */
export function isWithin(path: string, folder: string, platform: NodeJS.Platform): boolean {
  const { relative, isAbsolute, sep } = pathsOf(platform);
  const [inner, outer] = platform === "darwin" ? [path.toLowerCase(), folder.toLowerCase()] : [path, folder];
  const between = relative(outer, inner);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

/** How a system writes paths. */
export function pathsOf(platform: NodeJS.Platform): typeof posix {
  return platform === "win32" ? win32 : posix;
}
