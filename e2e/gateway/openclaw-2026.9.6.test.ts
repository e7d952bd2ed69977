import { current } from "../../src/main/gateway/current.ts";
import { describeGateway } from "./describe-gateway.ts";

describeGateway({
  version: "2026.9.6",
  dialect: current,
  heartbeatTarget: "none",
  restartsOnPatch: false,
  restartSignal: "SIGUSR2",
});
