import { defineConfig } from "vitest/config";

// The mirror against a real PostgreSQL (`npm run test:mirror`). Each file starts a server of its own.
export default defineConfig({
  test: {
    include: ["e2e/mirror/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    retry: process.env.CI ? 1 : 0,
  },
});
