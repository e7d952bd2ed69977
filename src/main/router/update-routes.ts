import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function updatesRouter(os: ContractImplementer, { updates }: RouterServices) {
  return {
    state: os.updates.state.handler(() => updates.view()),
    saveFeed: os.updates.saveFeed.handler(({ input: { feed } }) => updates.saveFeed(feed)),
    check: os.updates.check.handler(() => {
      void updates.check();
      return updates.view();
    }),
    restart: os.updates.restart.handler(() => {
      updates.restart();
      return null;
    }),
  };
}
