import type { PairedDevice } from "../device-store.ts";
import type { MethodTable } from "../method.ts";
import { checkParams } from "../validate-params.ts";
import { invalidRequest } from "../wire.ts";

export const deviceMethods: MethodTable = {
  "device.pair.list": ({ state, params }) => {
    checkParams(state.profile, "device.pair.list", params);
    const pending = state.devices.pending.map(({ requestedAtMs, ...device }) => ({
      ...device,
      roles: [device.role],
      silent: false,
      ts: requestedAtMs,
    }));
    return { pending, paired: [...state.devices.paired.values()].map(describePaired) };
  },

  "device.pair.approve": ({ state, host, params }) => {
    const { requestId } = checkParams<{ requestId: string }>(state.profile, "device.pair.approve", params);
    const device = state.devices.approve(requestId);
    if (!device) throw invalidRequest("unknown requestId");
    const { deviceId } = device;
    host.emit("device.pair.resolved", { requestId, deviceId, decision: "approved", ts: Date.now() });
    return { requestId, device: describePaired(device) };
  },
};

/** Without the token, which only the device receives. */
function describePaired({ token: _, approvedAtMs, ...device }: PairedDevice): object {
  const tokens = [{ role: device.role, scopes: [...device.scopes].sort(), createdAtMs: approvedAtMs }];
  return { ...device, roles: [device.role], createdAtMs: approvedAtMs, approvedAtMs, tokens };
}
