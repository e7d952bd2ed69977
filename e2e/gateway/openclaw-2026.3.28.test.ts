import { describeGateway } from "./describe-gateway.ts";

describeGateway({ version: "2026.3.28", dialect: "classic", restartsOnPatch: true, restartSignal: "SIGUSR1" });
