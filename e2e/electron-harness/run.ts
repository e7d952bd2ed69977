import { readFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answerParent } from "./answer-parent.ts";
import { app } from "./electron.ts";
import { harness } from "./harness-state.ts";

// Replaces the `electron` binary: `node e2e/electron-harness/run.ts <folder with package.json> [arguments]`.
const electronUrl = new URL("./electron.ts", import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "electron"
      ? { url: electronUrl, format: "module-typescript", shortCircuit: true }
      : next(specifier, context),
});

const folder = resolve(process.argv[2] ?? ".");
pretendPlatform(process.env.ELECTRON_HARNESS_PLATFORM);
const { name, productName, main } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
const electronPackage = new URL("../../node_modules/electron/package.json", import.meta.url);
const electronVersion = JSON.parse(readFileSync(electronPackage, "utf8")).version;
Object.defineProperty(process.versions, "electron", { value: electronVersion, enumerable: true });
Object.assign(process, { type: "browser", defaultApp: true });
// Like in Electron: the binary, the folder, the arguments.
process.argv.splice(1, 1);
harness.appPath = folder;
// Of a packaged app, beside its archive.
Object.assign(process, { resourcesPath: process.env.ELECTRON_HARNESS_RESOURCES ?? dirname(folder) });
app.name = productName ?? name;

answerParent();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
await import(pathToFileURL(resolve(folder, main)).href);
await app.getReady();

/** The app sees another platform; its native module is loaded before, for the platform that it runs on. */
function pretendPlatform(platform: string | undefined): void {
  if (platform === undefined) return;
  // A data folder of a test is in the profile of its user.
  if (platform === "win32") process.env.USERPROFILE ??= tmpdir();
  const Database = createRequire(join(folder, "package.json"))("better-sqlite3");
  new Database(":memory:").close();
  Object.defineProperty(process, "platform", { value: platform });
}
