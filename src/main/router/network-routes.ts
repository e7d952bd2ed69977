import { addAuthorities, describeNetwork, removeAuthority, setProxy } from "../operations/change-network.ts";
import type { RouterServices } from "../operations/operation-services.ts";
import type { ContractImplementer } from "./implement-contract.ts";

export function networkRouter(os: ContractImplementer, services: RouterServices) {
  const { database, network, watch, changes } = services;
  const view = () => describeNetwork(database, network.env);
  const changed = () => {
    // Gateways are tried again, over the new way to them.
    watch.refresh();
    changes.emit("settings", "connections");
    return view();
  };
  return {
    get: os.network.get.handler(view),
    setProxy: os.network.setProxy.handler(({ input }) => {
      setProxy(services, input);
      return changed();
    }),
    addAuthorities: os.network.addAuthorities.handler(({ input: { pem } }) => {
      addAuthorities(database, pem);
      return changed();
    }),
    removeAuthority: os.network.removeAuthority.handler(({ input: { sha256 } }) => {
      removeAuthority(database, sha256);
      return changed();
    }),
  };
}
