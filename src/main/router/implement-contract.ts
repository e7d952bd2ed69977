import { implement } from "@orpc/server";
import { contract } from "../../shared/contract.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { toContractError } from "./contract-error.ts";

/** What a host knows about who calls. */
export type CallContext = {
  /** The session of the browser that calls; absent in hosts without sessions. */
  browserSessionId?: string | undefined;
};

/** The contract to implement, with every failure turned into what a renderer may read. */
export function implementContract({ log }: Pick<RouterServices, "log">) {
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ next, path, signal }) => {
      try {
        return await next();
      } catch (error) {
        throw toContractError(error, { path, signal, log });
      }
    });
}

export type ContractImplementer = ReturnType<typeof implementContract>;
