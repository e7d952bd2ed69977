import { listLabels } from "../database/record-labels.ts";
import { changeLabels } from "../operations/change-labels.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function labelsRouter(os: ContractImplementer, services: RouterServices) {
  return {
    list: os.labels.list.handler(() => listLabels(services.database)),
    change: os.labels.change.handler(({ input }) => changeLabels(services, input)),
  };
}
