import { useQuery } from "@tanstack/react-query";
import type { NetworkView } from "../../../../shared/network-view.ts";
import { orpc } from "../../../api/client.ts";
import { Card } from "../../../components/card.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { AuthorityList } from "./authority-list.tsx";
import { ProxyForm } from "./proxy-form.tsx";

/** How gateways and webhooks are reached: the proxy, and whose certificates are trusted. */
export function NetworkCard() {
  const network = useQuery(orpc.network.get.queryOptions());
  return (
    <Card title="Network">
      <Loaded query={network} what="network settings">
        {(view) => (
          <div className="flex flex-col gap-5">
            {/* Keyed by its values, so that a change in another window is shown. */}
            <ProxyForm key={keyOf(view)} view={view} />
            <AuthorityList view={view} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function keyOf({ mode, proxy, hasCredentials, exceptions }: NetworkView): string {
  return [mode, proxy, hasCredentials, exceptions].join(" ");
}
