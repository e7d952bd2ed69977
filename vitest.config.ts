import { defineConfig } from "vitest/config";

// Tests that start processes meet a busy machine now and then: CI tries a failed one again before it calls it a failure.
export default defineConfig({
  test: { include: ["src/**/*.test.ts", "scripts/**/*.test.ts"], testTimeout: 30_000, retry: process.env.CI ? 1 : 0 },
});
