import { changeMirror, checkMirror, readMirrorStatus, setMirror, unsetMirror } from "../operations/change-mirror.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { listMirrorConflicts, pushMirror, resolveMirrorConflicts } from "../operations/push-mirror.ts";
import { withDefined } from "../operations/with-defined.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function mirrorRouter(os: ContractImplementer, services: RouterServices) {
  const { changes, mirror } = services;
  return {
    status: os.mirror.status.handler(() => readMirrorStatus(services)),
    check: os.mirror.check.handler(async ({ signal }) => {
      const check = await checkMirror(services, { signal });
      changes.emit("mirror");
      return check;
    }),
    set: os.mirror.set.handler(async ({ input, signal }) => {
      const { pollSeconds, writeBack, ...connection } = input;
      const settings = withDefined({ pollSeconds, writeBack });
      const result = await setMirror(services, { ...connection, settings }, { signal });
      if (result.check.ok) changes.emit("mirror", "organizations");
      return result;
    }),
    change: os.mirror.change.handler(({ input }) => {
      const status = changeMirror(services, withDefined(input));
      changes.emit("mirror");
      return status;
    }),
    push: os.mirror.push.handler(async () => {
      const report = await pushMirror(services);
      changes.emit("mirror", "agents", "boards", "gateways");
      return report;
    }),
    conflicts: os.mirror.conflicts.handler(() => listMirrorConflicts(services)),
    resolve: os.mirror.resolve.handler(({ input: { conflicts, choice } }) => {
      const left = resolveMirrorConflicts(services, conflicts, choice);
      changes.emit("mirror", "agents", "boards", "gateways");
      return left;
    }),
    pull: os.mirror.pull.handler(({ input }) => mirror.pull(input)),
    unset: os.mirror.unset.handler(({ input }) => {
      const status = unsetMirror(services, input);
      changes.emit("mirror", "organizations");
      return status;
    }),
  };
}
