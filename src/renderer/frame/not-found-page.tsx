import { Compass } from "lucide-react";
import { Button } from "../components/button.tsx";
import { EmptyState } from "../components/empty-state.tsx";
import { navigate } from "../router/use-location.ts";
import { Page } from "./page.tsx";

/** Shown for an address without a page. */
export function NotFoundPage() {
  return (
    <Page title="Page not found">
      <EmptyState
        icon={Compass}
        title="There is no page at this address"
        actions={<Button onClick={() => navigate("/gateways")}>Show gateways</Button>}
      >
        The link may be from another version of Flight Deck.
      </EmptyState>
    </Page>
  );
}
