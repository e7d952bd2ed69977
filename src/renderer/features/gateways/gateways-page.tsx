import { useQuery } from "@tanstack/react-query";
import { Plus, RadioTower, Route, Upload } from "lucide-react";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PulledBadge } from "../../components/pulled-badge.tsx";
import { Table } from "../../components/table/table.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { gatewayColumns } from "./gateway-columns.tsx";

/** All gateways of the fleet, with the state of each connection. */
export function GatewaysPage() {
  const gateways = useQuery(orpc.gateways.list.queryOptions());
  const connect = (
    <Button variant="primary" icon={Plus} onClick={() => navigate("/gateways/new")}>
      Connect a gateway
    </Button>
  );
  return (
    <Page title="Gateways" marks={<PulledBadge />} note="The OpenClaw gateways that run your agents." actions={connect}>
      <Card title="Fleet" note={gateways.data && plural(gateways.data.length, "gateway")} flush>
        <Loaded
          query={gateways}
          what="gateways"
          isEmpty={(data) => data.length === 0}
          empty={
            <EmptyState
              icon={RadioTower}
              title="No gateway is connected"
              actions={
                <>
                  <Button variant="primary" icon={Route} onClick={() => navigate("/setup")}>
                    Set up my fleet
                  </Button>
                  <Button icon={Plus} onClick={() => navigate("/gateways/new")}>
                    Connect a gateway
                  </Button>
                  <Button icon={Upload} onClick={() => navigate("/import")}>
                    Import a fleet file
                  </Button>
                </>
              }
            >
              Set up a fleet step by step, connect a gateway alone, or import a fleet file with gateways, boards and
              agents.
            </EmptyState>
          }
        >
          {(data) => <Table label="Gateways" columns={gatewayColumns} rows={data} rowKey={({ id }) => id} />}
        </Loaded>
      </Card>
    </Page>
  );
}
