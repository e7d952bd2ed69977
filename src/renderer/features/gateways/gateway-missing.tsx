import { RadioTower } from "lucide-react";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { navigate } from "../../router/use-location.ts";

/** Shown for a link to a gateway that no longer exists. */
export function GatewayMissing() {
  return (
    <EmptyState
      icon={RadioTower}
      title="Gateway not found"
      actions={<Button onClick={() => navigate("/gateways")}>Show all gateways</Button>}
    >
      The gateway was deleted, or the link is from another installation.
    </EmptyState>
  );
}
