import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// The order in which the files start, longest first; files that are not listed come after them. The two suites of cases keep a
// processor busy, and end up side by side only for minutes: meanwhile the second worker runs the files that mostly wait for heartbeats.
const order = ["openclaw-2026.3.28.test.ts", "waking.test.ts", "upgrade.test.ts", "ticking.test.ts"];
const place = ({ moduleId }: TestSpecification): number => order.indexOf(basename(moduleId)) + 1 || order.length + 1;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => place(a) - place(b));
  }
}

// The end-to-end suite against real OpenClaw gateways (`npm run test:gateway`). describe-gateway.ts sets the time limits.
export default defineConfig({
  test: {
    include: ["e2e/gateway/**/*.test.ts"],
    globalSetup: ["e2e/gateway/install-gateways.ts"],
    maxWorkers: 2,
    retry: process.env.CI ? 1 : 0,
    sequence: { sequencer: LongestFirst },
  },
});
