import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "electron-vite";

// `npm run build` bundles the desktop into out/: main, preload and renderer. What package.json calls dependencies stays
// outside the bundles: better-sqlite3 brings a binary and minijinja its WebAssembly.
export default defineConfig({
  main: {
    build: {
      // What runs in a thread of its own is a file of its own (render-in-worker.ts, copy-in-thread.ts).
      rolldownOptions: {
        input: {
          index: "src/main/index.ts",
          "render-worker": "src/main/templates/render-worker.ts",
          "copy-worker": "src/main/database/copy-worker.ts",
        },
      },
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
      // A data: font or script would break the content security policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: "src/renderer/index.html" },
    },
  },
});
