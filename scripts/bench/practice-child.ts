import { startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";

/** A practice gateway in its own process, so that its work is not measured. Ends with its parent. */
const gateway = await startPracticeGateway({
  latencyMs: Number(process.argv[2] ?? 5),
  version: process.argv[3] ?? "2026.9.6",
});
process.send?.({ url: gateway.url, token: gateway.token });
process.on("disconnect", () => process.exit(0));
