import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { resolve } from "node:path";
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
const { name, main } = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
const electronPackage = new URL("../../node_modules/electron/package.json", import.meta.url);
const electronVersion = JSON.parse(readFileSync(electronPackage, "utf8")).version;
Object.defineProperty(process.versions, "electron", { value: electronVersion, enumerable: true });
Object.assign(process, { type: "browser", defaultApp: true });
// Like in Electron: the binary, the folder, the arguments.
process.argv.splice(1, 1);
harness.appPath = folder;
app.name = name;

answerParent();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => app.quit());
await import(pathToFileURL(resolve(folder, main)).href);
await app.getReady();
