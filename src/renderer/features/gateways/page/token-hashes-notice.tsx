import { Feather } from "lucide-react";
import { useState } from "react";
import type { GatewayRow } from "../../../../shared/views.ts";
import { Button } from "../../../components/button.tsx";
import { Notice } from "../../../components/notice.tsx";
import { LightenDialog } from "./lighten-dialog.tsx";

/** Shows how many token hashes are heavier than needed and offers to lighten them; renders nothing when there are none. */
export function TokenHashesNotice({ gateway }: { gateway: GatewayRow }) {
  const [isOpen, setIsOpen] = useState(false);
  const { light, heavy } = gateway.tokenHashes;
  return (
    <>
      {heavy > 0 && (
        <Notice
          tone="info"
          title={heaviness(heavy, light + heavy)}
          actions={
            <Button size="sm" icon={Feather} disabled={gateway.runningRunId !== null} onClick={() => setIsOpen(true)}>
              Lighten
            </Button>
          }
        >
          Mission Control checks an agent’s token against every hash, and heavy hashes make each request slow.
        </Notice>
      )}
      {isOpen && <LightenDialog gateway={gateway} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function heaviness(heavy: number, all: number): string {
  const [some, total] = [heavy.toLocaleString("en"), all.toLocaleString("en")];
  return `${some} of ${total} token hashes ${heavy === 1 ? "is" : "are"} heavier than needed`;
}
