import { useQuery } from "@tanstack/react-query";
import { MonitorDot, Plus } from "lucide-react";
import { useState } from "react";
import {
  type KindsTold,
  type NotificationSink,
  notificationKinds,
  notificationKindWords,
} from "../../../../shared/notifications.ts";
import type { HostKind } from "../../../../shared/views.ts";
import { client, orpc } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Card } from "../../../components/card.tsx";
import { Checkbox } from "../../../components/checkbox.tsx";
import { ConfirmDialog } from "../../../components/confirm-dialog.tsx";
import { Loaded } from "../../../components/loaded.tsx";
import { SubmitError } from "../../../components/submit-error.tsx";
import { useSubmit } from "../../../components/use-submit.ts";
import { SinkRow } from "./sink-row.tsx";
import { SinkTestDialog } from "./sink-test-dialog.tsx";
import { WebhookDialog } from "./webhook-dialog.tsx";

/** Who is told when a gateway's state changes, and of what. */
export function NotificationsCard({ host }: { host: HostKind }) {
  const settings = useQuery(orpc.notifications.list.queryOptions());
  return (
    <Card title="Notifications">
      <Loaded query={settings} what="notifications">
        {({ kinds, sinks }) => (
          <div className="flex flex-col gap-4">
            <p className="text-muted">
              When a gateway's state changes, and when that is resolved, webhooks are told by name and number, never
              with contents. A state must last two minutes first; runs are told when they end.
            </p>
            <Kinds kinds={kinds} />
            <Sinks sinks={sinks} host={host} />
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function Kinds({ kinds }: { kinds: KindsTold }) {
  const { isBusy, error, submit } = useSubmit();
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1.5 font-medium text-xs">What is told</legend>
      {notificationKinds.map((kind) => (
        <Checkbox
          key={kind}
          {...notificationKindWords[kind]}
          checked={kinds[kind]}
          disabled={isBusy}
          onChange={(isOn) => void submit(() => client.notifications.setKind({ kind, isOn }))}
        />
      ))}
      <SubmitError error={error} />
    </fieldset>
  );
}

type Asked = { what: "change" | "test" | "remove"; sink: NotificationSink } | { what: "add" };

function Sinks({ sinks, host }: { sinks: NotificationSink[]; host: HostKind }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const { isBusy, error, submit } = useSubmit();
  const close = () => setAsked(null);
  const hasDesktop = sinks.some(({ form }) => form === "desktop");
  return (
    <div className="flex flex-col gap-3">
      {sinks.length === 0 ? (
        <p className="text-muted">Nothing is told yet: there is no webhook.</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line" aria-label="Where notifications go">
          {sinks.map((sink) => (
            <SinkRow key={sink.id} sink={sink} host={host} onAsk={(what) => setAsked({ what, sink })} />
          ))}
        </ul>
      )}
      <SubmitError error={error} />
      <div className="flex flex-wrap gap-2">
        <Button icon={Plus} onClick={() => setAsked({ what: "add" })}>
          Add a webhook
        </Button>
        {host === "desktop" && !hasDesktop && (
          <Button icon={MonitorDot} busy={isBusy} onClick={() => void submit(() => client.notifications.addDesktop())}>
            Show on the desktop
          </Button>
        )}
      </div>
      {asked?.what === "add" && <WebhookDialog sink={null} onClose={close} />}
      {asked?.what === "change" && <WebhookDialog sink={asked.sink} onClose={close} />}
      {asked?.what === "test" && <SinkTestDialog sink={asked.sink} onClose={close} />}
      {asked?.what === "remove" && <RemoveDialog sink={asked.sink} onClose={close} />}
    </div>
  );
}

function RemoveDialog({ sink, onClose }: { sink: NotificationSink; onClose: () => void }) {
  const isWebhook = sink.form !== "desktop";
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${sink.name}?`}
      description={
        isWebhook
          ? "It is told of nothing from now on, and its address is deleted: you would have to enter it again. It does not go into the bin."
          : "Nothing is shown on the desktop from now on, except the ends of your own runs."
      }
      confirmLabel="Remove"
      onConfirm={() => client.notifications.remove({ id: sink.id })}
    />
  );
}
