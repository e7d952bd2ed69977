import { readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { protocol } from "electron";
import { contentTypeOf, pageHeaders } from "../page-headers.ts";
import { packageRoot } from "../templates/package-root.ts";
import { appScheme } from "./app-origin.ts";
import { findRendererFile } from "./find-renderer-file.ts";

/** Answers `app://` with the built renderer, under the content security policy. */
export function serveRenderer(folder = join(packageRoot(), "out", "renderer")): void {
  protocol.handle(appScheme, async ({ method, url }) => {
    if (method !== "GET") return refuse(405, "Only GET is answered here.");
    const file = findRendererFile(folder, url);
    const content = file && (await readFile(file).catch(() => null));
    if (!content) return refuse(404, "There is no such file in this app.");
    return new Response(content, { headers: { ...pageHeaders, "Content-Type": contentTypeOf(extname(file)) } });
  });
}

function refuse(status: number, text: string): Response {
  return new Response(text, { status, headers: { ...pageHeaders, "Content-Type": "text/plain; charset=utf-8" } });
}
