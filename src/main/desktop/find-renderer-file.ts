import { isAbsolute, relative, resolve } from "node:path";
import { appOrigin } from "./app-origin.ts";

/**
 * The file of the built renderer that an `app://` address stands for.
 *
 * @param folder the built renderer
 * @returns an absolute path inside `folder`, or null for another host, for a way out of the folder, and for what is no path
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

/** `%2e%2e%2f` is a way out that URL leaves alone, so it is decoded before the path is judged. */
function decodePath(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}
