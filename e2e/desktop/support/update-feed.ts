import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const version = "9.1.0";

/** A release on a server of this machine, and a copy of the app that it updates. */
export type TestRelease = {
  address: string;
  version: string;
  /** What was asked for, without the query. */
  requests: string[];
  /** The environment of an app that was installed from an AppImage, or by an installer on other systems. */
  env: Record<string, string>;
  /** What the new version has noted when it was started; null before. */
  started(): string | null;
  /** Offers another file than the one that is announced. */
  swapFile(): void;
  close(): Promise<void>;
};

export async function serveRelease(): Promise<TestRelease> {
  const folder = mkdtempSync(join(tmpdir(), "flight-deck-release-"));
  const note = join(folder, "started");
  // In place of the next version, whose AppImage is run to start it.
  const app = `#!/bin/sh\necho "$0 $APPIMAGE_EXIT_AFTER_INSTALL" >> "${note}"\n`;
  const resources = join(folder, "resources");
  mkdirSync(resources);
  writeFileSync(join(resources, "app-update.yml"), "provider: generic\nupdaterCacheDirName: flight-deck-updater\n");
  const installed = join(folder, "Flight-Deck.AppImage");
  writeFileSync(installed, "the present version");
  const files = new Map<string, string>();
  for (const [announcement, ending] of [
    ["latest-linux.yml", "AppImage"],
    ["latest.yml", "exe"],
    ["latest-mac.yml", "zip"],
  ] as const) {
    const file = `Flight-Deck-${version}.${ending}`;
    files.set(file, app);
    files.set(announcement, announce(file, app));
  }
  const requests: string[] = [];
  const server = createServer(({ url = "/" }, response) => {
    const name = basename(new URL(url, "http://127.0.0.1").pathname);
    requests.push(name);
    const text = files.get(name);
    response.writeHead(text === undefined ? 404 : 200, { "content-length": text?.length ?? 0 }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    version,
    requests,
    env: {
      ELECTRON_HARNESS_PACKAGED: "1",
      ELECTRON_HARNESS_RESOURCES: resources,
      APPIMAGE: installed,
      XDG_CACHE_HOME: join(folder, "cache"),
      LOCALAPPDATA: join(folder, "cache"),
    },
    started() {
      try {
        return readFileSync(note, "utf8");
      } catch {
        return null;
      }
    },
    swapFile() {
      for (const name of files.keys()) if (!name.endsWith(".yml")) files.set(name, app.replace("echo", "ECHO"));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function announce(file: string, content: string): string {
  const sha512 = createHash("sha512").update(content).digest("base64");
  return [
    `version: ${version}`,
    "files:",
    `  - url: ${file}`,
    `    sha512: ${sha512}`,
    `    size: ${content.length}`,
    `path: ${file}`,
    `sha512: ${sha512}`,
    "releaseDate: '2026-11-30T00:00:00.000Z'",
    "",
  ].join("\n");
}
