import { classic } from "../../src/main/gateway/classic.ts";
import { describeGateway } from "./describe-gateway.ts";

describeGateway({
  version: "2026.3.28",
  dialect: classic,
  heartbeatTarget: "last",
  restartsOnPatch: true,
  restartSignal: "SIGUSR1",
});
