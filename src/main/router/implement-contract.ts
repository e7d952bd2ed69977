import { implement } from "@orpc/server";
import { contract } from "../../shared/contract.ts";
import { countChanges, requireInPlace } from "../database/in-place.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import { toContractError } from "./contract-error.ts";

/** What a host knows about who calls. */
export type CallContext = {
  /** The session of the browser that calls; absent in hosts without sessions. */
  browserSessionId?: string | undefined;
};

/**
 * The contract to implement, with every failure turned into what a renderer may read. A call that changed something fails if the
 * file of the database is gone, because the change is lost with it.
 */
export function implementContract({ log, database, restores }: Pick<RouterServices, "log" | "database" | "restores">) {
  return implement(contract)
    .$context<CallContext>()
    .use(async ({ next, path, signal }) => {
      try {
        restores.requireNone();
        const changes = countChanges(database);
        const result = await next();
        if (countChanges(database) !== changes) requireInPlace(database);
        return result;
      } catch (error) {
        throw toContractError(error, { path, signal, log });
      }
    });
}

export type ContractImplementer = ReturnType<typeof implementContract>;
