import { RadioTower } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** For a link to a gateway that is no longer there. */
export function GatewayMissing() {
  return (
    <EmptyState
      icon={RadioTower}
      title="This gateway is not here"
      actions={<Button onClick={() => navigate("/gateways")}>Show all gateways</Button>}
    >
      It was deleted, or the link is from another installation.
    </EmptyState>
  );
}
