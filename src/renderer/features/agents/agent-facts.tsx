import { useMutation } from "@tanstack/react-query";
import { type AgentMode, agentModes, modeWords } from "../../../shared/agent-modes.ts";
import { heartbeatSourceNote } from "../../../shared/heartbeats.ts";
import { isJsonObject } from "../../../shared/is-json-object.ts";
import { profileFields } from "../../../shared/profile-fields.ts";
import type { JsonObject, JsonValue } from "../../../shared/records.ts";
import type { AgentView } from "../../../shared/views.ts";
import { orpc } from "../../api/client.ts";
import { CheckIn } from "../../components/check-in.tsx";
import { CopyableId } from "../../components/copyable-id.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { FoldingCard } from "../../components/folding-card.tsx";
import { HeartbeatBadge, HeartbeatDetails } from "../../components/heartbeat-badge.tsx";
import { LabelBadges } from "../../components/labels/label-badges.tsx";
import { RelativeTime } from "../../components/relative-time.tsx";
import { type Choice, Select } from "../../components/select.tsx";
import { TemplateSetOf } from "../../components/template-set-of.tsx";
import { TokenBadge, tokenLooks } from "../../components/token-badge.tsx";
import { toastError } from "../../stores/toasts.ts";

/** An agent's facts: its state, its place on the gateway, and its identity. */
export function AgentFacts({ agent }: { agent: AgentView }) {
  const hasLabels = agent.labels !== undefined || agent.boardLabels !== undefined;
  const facts: Fact[] = [
    {
      label: "Token",
      value: (
        <span className="flex flex-wrap items-center gap-2">
          <TokenBadge token={agent.token} />
          <span className="text-muted text-xs">{tokenLooks[agent.token].meaning}.</span>
        </span>
      ),
    },
    { label: "Check-in", value: <CheckIn lastSeenAt={agent.lastSeenAt} /> },
    { label: "Changed", value: <RelativeTime at={agent.updatedAt} /> },
    { label: "Heartbeat", value: describeHeartbeat(agent.heartbeatConfig) },
    { label: "On the gateway", value: <HeartbeatFact agent={agent} /> },
    { label: "Templates", value: <TemplateSetOf place={agent} /> },
    { label: "Mode", value: <ModeChoice agent={agent} /> },
    { label: "Delivery", value: <DeliveryChoice agent={agent} /> },
    {
      label: "Labels",
      value: hasLabels && <LabelBadges labels={agent.labels ?? []} boardLabels={agent.boardLabels ?? []} />,
    },
    { label: "Id", value: <CopyableId id={agent.id} what="agent" /> },
  ];
  const place: Fact[] = [
    { label: "Gateway id", value: <code className="break-all">{agent.agentKey}</code> },
    { label: "Session", value: <code className="break-all">{agent.sessionKey}</code> },
    { label: "Workspace", value: <code className="break-all">{agent.workspacePath}</code> },
  ];
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
      <FoldingCard
        id="agent-facts"
        title="Facts"
        summary={<code className="break-all">{agent.agentKey}</code>}
        openAtFirst
      >
        <Facts facts={[...facts, ...place]} />
      </FoldingCard>
      <FoldingCard id="agent-identity" title="Identity" summary="Its files say this after the next sync." openAtFirst>
        <Identity agent={agent} />
      </FoldingCard>
    </div>
  );
}

const modes = agentModes.map((mode) => ({ value: mode, label: modeWords[mode].label }));

/** How much of the agent runs change on its gateway. */
function ModeChoice({ agent }: { agent: AgentView }) {
  const { id } = agent;
  const mode: AgentMode = agent.mode ?? "full";
  const change = useMutation(orpc.adoption.setMode.mutationOptions({ onError: toastError }));
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Select
        label="Mode"
        choices={modes}
        value={mode}
        onChange={(to) => change.mutate({ agentId: id, mode: to })}
        className="w-28"
      />
      <span className="text-muted text-xs">{modeWords[mode].help}</span>
    </span>
  );
}

const deliveries: Choice<"gateway" | "yes" | "no">[] = [
  { value: "gateway", label: "As set for the gateway" },
  { value: "yes", label: "To its last chat" },
  { value: "no", label: "Nowhere" },
];

/** Where the agent's heartbeat answers are delivered; the next sync writes it. */
function DeliveryChoice({ agent: { id, deliversHeartbeats } }: { agent: AgentView }) {
  const deliver = useMutation(orpc.agents.setDelivery.mutationOptions({ onError: toastError }));
  return (
    <Select
      label="Deliver heartbeats"
      choices={deliveries}
      value={deliversHeartbeats === null ? "gateway" : deliversHeartbeats ? "yes" : "no"}
      onChange={(to) => deliver.mutate({ id, deliversHeartbeats: to === "gateway" ? null : to === "yes" })}
      className="w-52"
    />
  );
}

/** The state of the heartbeat in the gateway's own words, and when it was read. */
function HeartbeatFact({ agent: { heartbeat } }: { agent: AgentView }) {
  if (!heartbeat) return <HeartbeatBadge heartbeat={undefined} />;
  const note = heartbeatSourceNote(heartbeat);
  return (
    <span className="flex flex-wrap items-center gap-2">
      <HeartbeatBadge heartbeat={heartbeat} />
      <HeartbeatDetails heartbeat={heartbeat} />
      <span className="text-muted text-xs">
        Read <RelativeTime at={heartbeat.readAt} />.{note && ` ${note}`}
      </span>
    </span>
  );
}

function Identity({ agent }: { agent: AgentView }) {
  const { identityProfile, identityTemplate, soulTemplate } = agent;
  const profile = identityProfile ?? {};
  const facts = profileFields.flatMap(({ key, label, fallback }): Fact[] => {
    const text = textOf(profile[key]);
    if (text) return [{ label, value: <span className="whitespace-pre-line">{text}</span> }];
    return fallback ? [{ label, value: <span className="text-faint">{fallback} (default)</span> }] : [];
  });
  const own = [identityTemplate && "IDENTITY", soulTemplate && "SOUL"].filter(Boolean).join(" and ");
  return (
    <Facts facts={[...facts, { label: "Own templates", value: own || <span className="text-faint">None</span> }]} />
  );
}

function textOf(value: JsonValue | undefined): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  return value === undefined || value === null ? "" : String(value).trim();
}

/** "every 10m, target last"; null when the gateway's own defaults apply. */
export function describeHeartbeat(config: JsonObject | null): string | null {
  if (!config) return null;
  const { every, target, ...others } = config;
  const more = Object.entries(others).flatMap(([key, value]) => {
    if (key === "activeHours" && isJsonObject(value)) return [describeHours(value)];
    return value === null || value === false ? [] : [value === true ? key : `${key} ${textOf(value)}`];
  });
  return [every && `every ${every}`, target && `target ${target}`, ...more].filter(Boolean).join(", ") || null;
}

function describeHours({ start, end, timezone }: JsonObject): string {
  return ["from", start, "to", end, timezone].filter(Boolean).join(" ");
}
