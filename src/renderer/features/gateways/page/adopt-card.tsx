import { useQuery } from "@tanstack/react-query";
import { Search, UserPlus } from "lucide-react";
import { useState } from "react";
import type { AdoptableAgent } from "../../../../shared/adoption.ts";
import { count } from "../../../../shared/count.ts";
import type { GatewayRow } from "../../../../shared/views.ts";
import { orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Checkbox } from "../../../components/checkbox.tsx";
import { ErrorState } from "../../../components/error-state.tsx";
import { RelativeTime } from "../../../components/relative-time.tsx";
import { formatBytes } from "../../../time/format-bytes.ts";
import { AdoptDialog } from "./adopt-dialog.tsx";

/** Every agent on the gateway that no record knows, to be adopted several at once. They are read when asked for. */
export function AdoptCard({ gateway }: { gateway: GatewayRow }) {
  const [isAsked, setIsAsked] = useState(false);
  const [unticked, setUnticked] = useState<ReadonlySet<string>>(new Set());
  const [isAdopting, setIsAdopting] = useState(false);
  const found = useQuery({
    ...orpc.adoption.list.queryOptions({ input: { gatewayId: gateway.id } }),
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const agents = found.data?.agents ?? [];
  const ticked = agents.filter(({ key, whyNot }) => whyNot === null && !unticked.has(key));
  const look = () => {
    setIsAsked(true);
    if (isAsked) void found.refetch();
  };
  const tick = (key: string, isOn: boolean) => {
    const next = new Set(unticked);
    if (isOn) next.delete(key);
    else next.add(key);
    setUnticked(next);
  };
  const able = agents.filter(({ whyNot }) => whyNot === null);
  return (
    <Card
      title="Agents made by others"
      note={found.data && <RelativeTime at={found.data.readAt} />}
      flush={agents.length > 0}
      actions={
        <>
          <Button size="sm" icon={Search} busy={found.isFetching} onClick={look}>
            {isAsked ? "Look again" : "Look for agents"}
          </Button>
          {able.length > 0 && (
            <Button size="sm" icon={UserPlus} disabled={ticked.length === 0} onClick={() => setIsAdopting(true)}>
              {`Adopt ${count(ticked.length, "agent")}`}
            </Button>
          )}
        </>
      }
    >
      {!found.data && !found.error && (
        <p className="text-muted">
          Agents on this gateway that no record knows can be adopted: watched, given template files, or managed in full.
        </p>
      )}
      {found.error && <ErrorState error={found.error} onRetry={look} />}
      {found.data && agents.length === 0 && <p className="text-muted">Every agent on this gateway has a record.</p>}
      {able.length > 1 && (
        <div className="px-4 py-2.5">
          <Checkbox
            label="All that can be adopted"
            checked={ticked.length === able.length}
            onChange={(isOn) => setUnticked(isOn ? new Set() : new Set(able.map(({ key }) => key)))}
          />
        </div>
      )}
      {agents.length > 0 && (
        <ul className="max-h-128 overflow-y-auto">
          {agents.map((agent) => (
            <AgentLine
              key={agent.key}
              agent={agent}
              isTicked={agent.whyNot === null && !unticked.has(agent.key)}
              onTick={(isOn) => tick(agent.key, isOn)}
            />
          ))}
        </ul>
      )}
      {isAdopting && (
        <AdoptDialog
          gateway={gateway}
          keys={ticked.map(({ key }) => key)}
          needsBoard={ticked.some(({ place }) => place.kind === "board")}
          onClose={() => setIsAdopting(false)}
        />
      )}
    </Card>
  );
}

type AgentLineProps = { agent: AdoptableAgent; isTicked: boolean; onTick: (isOn: boolean) => void };

function AgentLine({ agent, isTicked, onTick }: AgentLineProps) {
  const { key, name, workspace, files, heartbeat, madeBy, whyNot } = agent;
  const sizes = files.map((file) =>
    `${file.name} ${file.sizeBytes === null ? "" : formatBytes(file.sizeBytes)}`.trim(),
  );
  return (
    <li className="break-words border-line border-t px-4 py-2.5 first:border-t-0">
      <Checkbox
        label={name}
        mark={name !== key && <code className="break-all text-faint text-xs">{key}</code>}
        checked={isTicked}
        disabled={whyNot !== null}
        onChange={onTick}
        help={
          <>
            <span className="block">{`${madeBy} Heartbeat: ${heartbeat}.`}</span>
            <span className="block">
              Workspace: {workspace === null ? "not known" : <code className="break-all">{workspace}</code>}
            </span>
            <span className="block">{`Files: ${sizes.length > 0 ? sizes.join(", ") : "none"}`}</span>
          </>
        }
      />
      {whyNot !== null && <p className="pl-6 text-warn text-xs">{`Cannot be adopted: ${whyNot}.`}</p>}
    </li>
  );
}
