import type { ReactNode } from "react";
import { usesTls } from "../../../../shared/addresses.ts";
import { dialectWords } from "../../../../shared/dialect-names.ts";
import type { ConnectionView, GatewayRow } from "../../../../shared/views.ts";
import { CopyableId } from "../../../components/copyable-id.tsx";
import { type Fact, Facts } from "../../../components/facts.tsx";
import { FoldingCard } from "../../../components/folding-card.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { Latency } from "../connection-state.tsx";
import { LastRun } from "../gateway-columns.tsx";

/** Facts about a gateway and the connection to it; folded, they are one line. */
export function GatewayFacts({ gateway }: { gateway: GatewayRow }) {
  const { connection, lastRun } = gateway;
  const { version, dialect, latenciesMs, checkedAt } = connection;
  const connected: Fact[] = [
    { label: "Version", value: version ?? <span className="text-faint">Unknown until it answers</span> },
    { label: "Dialect", value: dialect && dialectWords[dialect] },
    { label: "Reached", value: reachedWords(connection) },
    { label: "Latency", value: <Latency latenciesMs={latenciesMs} /> },
    {
      label: "Checked",
      value: checkedAt ? <RelativeTime at={checkedAt} /> : <span className="text-faint">Never</span>,
    },
    { label: "Last run", value: <LastRun lastRun={lastRun} inline /> },
  ];
  const stored: Fact[] = [
    { label: "Workspace root", value: <code className="break-all">{gateway.workspaceRoot}</code> },
    { label: "Token", value: tokenWords(gateway) },
    { label: "Certificate", value: <Certificate gateway={gateway} /> },
    { label: "Pairing", value: gateway.disableDevicePairing ? "Disabled: token only" : "With this device's identity" },
    { label: "Id", value: <CopyableId id={gateway.id} what="gateway" /> },
  ];
  return (
    <FoldingCard id="gateway-connection" title="Connection" summary={<Summary gateway={gateway} />}>
      <div className="grid grid-cols-2 gap-x-10 gap-y-2 max-xl:grid-cols-1">
        <Facts facts={connected} />
        <Facts facts={stored} />
      </div>
    </FoldingCard>
  );
}

/** What an operator looks for first. */
function Summary({ gateway: { connection, lastRun } }: { gateway: GatewayRow }) {
  const { version, latenciesMs, checkedAt } = connection;
  return (
    <>
      <span>{version ? `Version ${version}` : "Version unknown"}</span>
      {latenciesMs.length > 0 && <Latency latenciesMs={latenciesMs} />}
      {checkedAt && (
        <span>
          checked <RelativeTime at={checkedAt} />
        </span>
      )}
      {lastRun && (
        <span className="flex items-center gap-2">
          last run <LastRun lastRun={lastRun} inline />
        </span>
      )}
    </>
  );
}

function Certificate({ gateway: { url, allowInsecureTls, certificateSha256 } }: { gateway: GatewayRow }) {
  if (!usesTls(url)) return "None: the connection does not use TLS";
  if (!allowInsecureTls) return "By an authority that this machine trusts, or one of Settings → Network";
  if (certificateSha256 === null) return "The first one is accepted, then only that one";
  return (
    <>
      Only the one with SHA-256 <code className="break-all">{certificateSha256}</code>
    </>
  );
}

function reachedWords({ proxy, version }: ConnectionView): ReactNode {
  if (proxy !== null) return `Through the proxy ${proxy}`;
  return version === null ? <span className="text-faint">Unknown until it answers</span> : "Directly";
}

function tokenWords({ hasToken, awaitsToken }: GatewayRow): string {
  if (awaitsToken) return "Stored for another address: enter it again";
  return hasToken ? "Stored, sealed with the data key" : "None";
}
