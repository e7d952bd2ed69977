import { useQuery } from "@tanstack/react-query";
import type { AppInfo } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { Card } from "../../components/card.tsx";
import { CopyButton } from "../../components/copyable-id.tsx";
import { Facts } from "../../components/facts.tsx";

const hostWords: Record<AppInfo["host"], string> = {
  desktop: "Desktop app",
  browser: "Browser, served by this machine",
};

/** The versions of this Flight Deck. */
export function AboutCard({ app }: { app: AppInfo }) {
  const { version, host, electron, node } = app;
  const { data: updates } = useQuery(orpc.updates.state.queryOptions());
  const words = [`Flight Deck ${version}`, host, electron && `Electron ${electron}`, `Node ${node}`];
  return (
    <Card title="About" actions={<CopyButton text={words.filter(Boolean).join(", ")} label="Copy versions" />}>
      <Facts
        facts={[
          { label: "Flight Deck", value: version },
          { label: "Updates", value: updates?.feed ? `Channel ${updates.feed.channel}` : "Off" },
          { label: "Runs as", value: hostWords[host] },
          ...(electron ? [{ label: "Electron", value: electron }] : []),
          { label: "Node", value: node },
          { label: "Licence", value: "MIT" },
        ]}
      />
      <p className="mt-3 border-line border-t pt-3 text-muted">
        Provisions fleets of OpenClaw agents and shows every step. It connects only to your gateways and to what you
        name in the settings.
      </p>
    </Card>
  );
}
