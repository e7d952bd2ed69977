import { basename } from "node:path";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";
import { build, type Plugin } from "vite";
import manifest from "./package.json" with { type: "json" };

// What stays outside the bundles: better-sqlite3 brings a binary and minijinja its WebAssembly.
const outside = ["better-sqlite3", "minijinja-js"];
const bundled = Object.keys(manifest.dependencies).filter((name) => !outside.includes(name));

// The licences of the libraries in a bundle, which a package must have.
const license = { fileName: "licenses.md" };

/**
 * Threads read no archive, so a package has their files beside it, unchecked. Each is one file with all that it needs: what main
 * loads is then in the archive, whose integrity is checked.
 */
function buildThreads(): Plugin {
  const threads = ["src/main/templates/render-worker.ts", "src/main/database/copy-worker.ts"];
  return {
    name: "build-threads",
    apply: "build",
    async closeBundle() {
      for (const entry of threads) {
        await build({
          configFile: false,
          logLevel: "warn",
          ssr: { noExternal: bundled },
          build: {
            ssr: entry,
            outDir: "out/main",
            emptyOutDir: false,
            target: "node24",
            license: { fileName: `licenses-${basename(entry, ".ts")}.md` },
            rolldownOptions: { output: { format: "es", codeSplitting: false } },
          },
        });
      }
    },
  };
}

/** Node loads drizzle as CommonJS, because its ES modules are slow to link (drizzle.ts). A bundle has linked them already. */
function bundleDrizzle(): Plugin {
  const loaded = /const (\w+): [^=]+ = load\(("[^"]+")\);/g;
  return {
    name: "bundle-drizzle",
    enforce: "pre",
    transform: (code, id) =>
      id.endsWith("/database/drizzle.ts") ? code.replaceAll(loaded, "import * as $1 from $2;") : null,
  };
}

// `npm run build` bundles the desktop into out/: main, preload and renderer.
export default defineConfig({
  main: {
    plugins: [bundleDrizzle(), buildThreads()],
    build: {
      externalizeDeps: { exclude: bundled },
      license,
      // What only the practice fleet needs is loaded when it is used.
      rolldownOptions: { input: "src/main/index.ts" },
    },
  },
  preload: {
    build: {
      // A sandboxed window loads its preload as CommonJS only, and it can import nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: "src/preload/index.ts",
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: {
    root: "src/renderer",
    plugins: [react(), tailwindcss()],
    build: {
      target: "chrome140",
      // electron-vite leaves code as it is, which is more than twice as much to load and to parse.
      minify: true,
      license,
      // A data: font or script would break the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: "src/renderer/index.html" },
    },
  },
});
