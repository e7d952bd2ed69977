import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleHelp, Eye, EyeOff, Plus, RadioTower, Route, Upload } from "lucide-react";
import {
  type AttentionList,
  type AttentionWatch,
  gapsOfWatch,
  type ShownAttention,
} from "../../../shared/attention.ts";
import { orpc } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Card } from "../../components/card.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Loaded } from "../../components/loaded.tsx";
import { PulledBadge } from "../../components/pulled-badge.tsx";
import { Page } from "../../frame/page.tsx";
import { navigate, useSearchParam } from "../../router/use-location.ts";
import { plural } from "../../time/format-time.ts";
import { AttentionItem } from "./attention-item.tsx";
import { WatchCard } from "./watch-card.tsx";

/** What needs attention, over all gateways. The first screen. */
export function AttentionPage() {
  const list = useQuery(orpc.attention.list.queryOptions());
  const [shows, setShows] = useSearchParam("dismissed");
  const dismissed = list.data?.items.filter(({ dismissedAt }) => dismissedAt !== null).length ?? 0;
  const showsDismissed = shows === "shown" && dismissed > 0;
  return (
    <Page
      title="Needs attention"
      marks={<PulledBadge />}
      note="What is wrong, or not known, on any gateway. What you dismiss comes back when it changes."
      actions={
        dismissed > 0 && (
          <Button
            icon={showsDismissed ? EyeOff : Eye}
            aria-pressed={showsDismissed}
            onClick={() => setShows(showsDismissed ? "" : "shown")}
          >
            {showsDismissed ? "Hide dismissed" : `Show dismissed (${dismissed.toLocaleString("en")})`}
          </Button>
        )
      }
    >
      <Loaded query={list} what="list" isEmpty={({ watch }) => watch.gateways.length === 0} empty={<NoGateway />}>
        {(data) => <Attention {...data} showsDismissed={showsDismissed} />}
      </Loaded>
    </Page>
  );
}

function Attention({ items, watch, showsDismissed }: AttentionList & { showsDismissed: boolean }) {
  const open = items.filter(({ dismissedAt }) => dismissedAt === null);
  const dismissed = items.filter(({ dismissedAt }) => dismissedAt !== null);
  return (
    <>
      {open.length > 0 ? (
        <ItemsCard title="To look at" items={open} />
      ) : (
        <Nothing watch={watch} dismissed={dismissed.length} />
      )}
      {showsDismissed && <ItemsCard title="Dismissed" items={dismissed} />}
      <WatchCard watch={watch} />
    </>
  );
}

function ItemsCard({ title, items }: { title: string; items: ShownAttention[] }) {
  return (
    <Card title={title} note={plural(items.length, "item")} flush>
      <ul>
        {items.map((item) => (
          <AttentionItem key={item.key} item={item} />
        ))}
      </ul>
    </Card>
  );
}

function Nothing({ watch, dismissed }: { watch: AttentionWatch; dismissed: number }) {
  const gaps = gapsOfWatch(watch);
  const isProven = gaps.length === 0;
  return (
    <Card title="To look at" flush>
      <EmptyState
        icon={isProven ? CircleCheck : CircleHelp}
        title={isProven ? "Nothing needs attention" : "Nothing is known to need attention"}
      >
        {gaps.map((gap) => (
          <p key={gap} className="break-words">
            {gap}
          </p>
        ))}
        {dismissed > 0 && <p>{plural(dismissed, "dismissed item")} not counted.</p>}
      </EmptyState>
    </Card>
  );
}

function NoGateway() {
  return (
    <Card title="To look at" flush>
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
        Once there is one, everything on it that needs you is listed here.
      </EmptyState>
    </Card>
  );
}
