import { describeGateway } from "./describe-gateway.ts";

describeGateway({ version: "2026.9.6", dialect: "current", restartsOnPatch: false, restartSignal: "SIGUSR2" });
