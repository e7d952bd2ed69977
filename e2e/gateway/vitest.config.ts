import { defineConfig } from "vitest/config";

// The end-to-end suite against real OpenClaw gateways (`npm run test:gateway`). One file at a time: two gateways starting
// side by side on two cores are slower than one after the other. describe-gateway.ts sets the time limits.
export default defineConfig({
  test: { include: ["e2e/gateway/**/*.test.ts"], fileParallelism: false, retry: process.env.CI ? 1 : 0 },
});
