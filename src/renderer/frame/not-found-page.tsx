import { Compass } from "lucide-react";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { navigate } from "../router/use-location.ts";
import { Page } from "./page.tsx";

/** For an address that leads nowhere. */
export function NotFoundPage() {
  return (
    <Page title="No such screen">
      <EmptyState
        icon={Compass}
        title="This address leads nowhere"
        actions={<Button onClick={() => navigate("/gateways")}>Show gateways</Button>}
      >
        The link may be from another version of Flight Deck.
      </EmptyState>
    </Page>
  );
}
