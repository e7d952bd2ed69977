import { emptyBin, listBin } from "../database/bin/bin-entries.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { restoreFromBin } from "../operations/restore-from-bin.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function binRouter(os: ContractImplementer, services: RouterServices) {
  const { database, changes } = services;
  return {
    list: os.bin.list.handler(() => listBin(database)),
    restore: os.bin.restore.handler(({ input }) => restoreFromBin(services, input.id)),
    empty: os.bin.empty.handler(() => {
      const deleted = emptyBin(database, "all");
      changes.emit("bin");
      return { deleted };
    }),
  };
}
