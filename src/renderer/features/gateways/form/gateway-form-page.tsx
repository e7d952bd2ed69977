import { useQuery } from "@tanstack/react-query";
import { orpc } from "../../../api/client.ts";
import { Loaded } from "../../../components/loaded.tsx";
import { RecordMissing } from "../../../components/record-missing.tsx";
import { Page } from "../../../frame/page.tsx";
import { GatewayForm } from "./gateway-form.tsx";

const trail = [{ label: "Gateways", to: "/gateways" }];

/** The form for a new gateway. */
export function NewGatewayPage() {
  return (
    <Page
      title="Connect a gateway"
      trail={trail}
      note="Flight Deck checks the connection step by step before it saves."
    >
      <GatewayForm />
    </Page>
  );
}

/** The form for an existing gateway. */
export function EditGatewayPage({ gatewayId }: { gatewayId: string }) {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const gateway = gateways.data?.find(({ id }) => id === gatewayId);
  const above = gateway ? [...trail, { label: gateway.name, to: `/gateways/${gateway.id}` }] : trail;
  return (
    <Page title={gateway ? `Edit ${gateway.name}` : "Edit gateway"} trail={above}>
      <Loaded query={gateways} what="gateways">
        {() => (gateway ? <GatewayForm gateway={gateway} /> : <RecordMissing kind="gateway" />)}
      </Loaded>
    </Page>
  );
}
