import { useQuery } from "@tanstack/react-query";
import { Plus, RadioTower, Route, Upload } from "lucide-react";
import type { GatewayRow } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PulledBadge } from "../../components/pulled-badge.tsx";
import { SelectionBar } from "../../components/selection/selection-bar.tsx";
import { SelectionProvider, useSelection, withSelection } from "../../components/selection/use-selection.tsx";
import { Table } from "../../components/table/table.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { chosenGatewayActions } from "../bulk/chosen-gateway-actions.tsx";
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
          {(data) => <GatewaysTable gateways={data} />}
        </Loaded>
      </Card>
    </Page>
  );
}

const columns = withSelection(gatewayColumns);

function GatewaysTable({ gateways }: { gateways: GatewayRow[] }) {
  const selection = useSelection(gateways, gateways);
  return (
    <>
      <SelectionBar noun="gateway" selection={selection} actions={chosenGatewayActions} />
      <SelectionProvider selection={selection}>
        <Table label="Gateways" columns={columns} rows={gateways} rowKey={({ id }) => id} onOrder={selection.onOrder} />
      </SelectionProvider>
    </>
  );
}
