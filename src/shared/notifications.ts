/* Notifications: what is told of gateways' changes of state, and to whom. */

/** What can be told, in the order in which settings show it. */
export const notificationKinds = ["runs", "sync", "heartbeats", "gateways"] as const;
export type NotificationKind = (typeof notificationKinds)[number];

export const notificationKindWords: Record<NotificationKind, { label: string; help: string }> = {
  runs: {
    label: "Runs and checks",
    help: "A run or a background check failed, ended with errors or was interrupted.",
  },
  sync: {
    label: "Agents out of sync",
    help: "A check, plan or sync found agents that are out of sync or in conflict.",
  },
  heartbeats: { label: "Heartbeats", help: "Gateways report heartbeats of agents that fail or are skipped." },
  gateways: {
    label: "Gateways away",
    help: "A gateway cannot be reached or refuses Flight Deck. While this is on, gateways are asked all the time.",
  },
};

/** Which kinds are told. */
export type KindsTold = Record<NotificationKind, boolean>;

/** How long a state must last before it is told; a run that has ended is told at once. */
export const stateHoldsMs = 2 * 60_000;

/** For so long a notification that cannot be delivered is tried again. */
export const triedForHours = 24;

/** Names of agents in a notification; the others are counted. */
export const mostNames = 5;

/** A problem of a gateway that is told, or was told and is resolved. */
export type NotifiedProblem = {
  kind: NotificationKind;
  /** What it is: "3 agents are out of sync". Made of names, counts and fixed words only. */
  text: string;
  /** How many agents it is about; null if it is not about agents. */
  agents: number | null;
  /** Some of them by name. */
  names: string[];
  /** The run that it is about. */
  runId: string | null;
};

/** What is told of one gateway at one moment; the body that plain webhooks get. */
export type GatewayNotification = {
  version: 1;
  /** The same at every try, so that a receiver can leave out what it has already. */
  id: string;
  at: string;
  gateway: { id: string; name: string };
  /** Everything in one text. */
  text: string;
  problems: NotifiedProblem[];
  resolved: NotifiedProblem[];
  /** The gateway or run in Flight Deck; null where it is not served to browsers. */
  link: string | null;
};

/** How a sink is told: by the desktop, with the plain body, or with the one that Slack takes. */
export const webhookForms = ["json", "slack"] as const;
export type WebhookForm = (typeof webhookForms)[number];
export type SinkForm = WebhookForm | "desktop";

export const sinkFormWords: Record<SinkForm, string> = { json: "JSON", slack: "Slack", desktop: "Desktop" };

/** Where notifications go, without its address. */
export type NotificationSink = {
  id: string;
  name: string;
  form: SinkForm;
  /** The address's scheme, host and port; empty for the desktop, and when the address was lost with its key. */
  host: string;
  createdAt: string;
  lastDeliveredAt: string | null;
  /** Since when nothing could be delivered, and why the last try failed; null if the last one was taken. */
  failing: { since: string; problem: string } | null;
  /** How many notifications wait for it. */
  waiting: number;
  /** How many were given up since one was last delivered. */
  dropped: number;
};

export type NotificationSettings = { kinds: KindsTold; sinks: NotificationSink[] };

/** A test as it is sent: shown before. */
export type TestNotification = { at: string; body: string };

/** `problem` is null if the sink took it. */
export type TestResult = { problem: string | null };
