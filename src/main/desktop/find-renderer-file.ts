import { isAbsolute, relative, resolve } from "node:path";
import { appOrigin } from "./app-origin.ts";

/**
 * The file of the built renderer for an `app://` address.
 * @param folder the built renderer
 * @returns an absolute path inside `folder`, or null for another host, for a path that leads out of the folder, and for an
 * invalid path
 */
export function findRendererFile(folder: string, address: string): string | null {
  const url = new URL(address);
  if (`${url.protocol}//${url.host}` !== appOrigin) return null;
  const path = decodePath(url.pathname);
  if (path === null || path.includes("\0") || path.includes("\\")) return null;
  const file = resolve(folder, `.${path === "/" ? "/index.html" : path}`);
  const inside = relative(folder, file);
  return inside === "" || inside.startsWith("..") || isAbsolute(inside) ? null : file;
}

/** URL leaves `%2e%2e%2f` alone, which leads out of the folder, so the path is decoded before it is checked. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
