import { defineConfig } from "vitest/config";

// Tests that start processes meet a busy machine now and then: CI tries a failed one again before it calls it a failure.
export default defineConfig({
  test: {
    testTimeout: 60_000,
    // Most tests wait more than they compute. By default a machine with two cores would run one file at a time.
    maxWorkers: 2,
    retry: process.env.CI ? 1 : 0,
    projects: [
      { extends: true, test: { name: "node", include: ["{src,scripts}/**/*.test.ts"] } },
      // Component tests: a page in jsdom, and the real main process behind it.
      {
        extends: true,
        test: {
          name: "window",
          include: ["src/renderer/**/*.test.tsx"],
          environment: "./src/renderer/test-environment.ts",
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
