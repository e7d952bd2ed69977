import { z } from "zod";
import { base, returns } from "./contract-base.ts";
import type { UpdateView } from "./updates.ts";

/** The part of the contract about new versions of Flight Deck itself. */
export const updatesContract = {
  state: base.output(returns<UpdateView>()),
  /** Null turns updates off: no request is made. Otherwise the feed begins to be read. */
  saveFeed: base
    .input(z.object({ feed: z.object({ address: z.string(), channel: z.string() }).nullable() }))
    .output(returns<UpdateView>()),
  /** Begins to read the feed, and to download a newer version if this copy can install it. */
  check: base.output(returns<UpdateView>()),
  /** Ends Flight Deck, installs the version that is ready, and starts it. Refused while a run is in progress. */
  restart: base.output(returns<null>()),
};
