import type { GatewayNotification, NotifiedProblem, WebhookForm } from "../../shared/notifications.ts";
import { cleanMessage } from "../vault/clean-message.ts";

export type NotificationFacts = Pick<GatewayNotification, "id" | "at" | "gateway" | "problems" | "resolved"> & {
  /** The address of the browser host, such as `http://127.0.0.1:4173`; null if this process is none. */
  ownAddress: string | null;
};

const longestName = 200;

/** What is told of a gateway: names, counts and a link. Pure. */
export function makeNotification({ ownAddress, ...facts }: NotificationFacts): GatewayNotification {
  const { id, at, problems, resolved } = facts;
  const gateway = { id: facts.gateway.id, name: cleanMessage(facts.gateway.name, longestName) };
  const lines = [...problems.map(lineOf), ...resolved.map((problem) => `Resolved: ${lineOf(problem)}`)];
  const text = [gateway.name, ...lines].join("\n");
  const link = ownAddress === null ? null : `${ownAddress}/#${placeOf({ gateway, problems })}`;
  return { version: 1, id, at, gateway, text, problems, resolved, link };
}

/** Where the window shows it: the run, if it is about one alone, or the gateway. */
export function placeOf({ gateway, problems }: Pick<GatewayNotification, "gateway" | "problems">): string {
  const [only, ...others] = problems;
  return only?.runId && others.length === 0 ? `/runs/${only.runId}` : `/gateways/${encodeURIComponent(gateway.id)}`;
}

function lineOf({ text, agents, names }: NotifiedProblem): string {
  if (names.length === 0) return text;
  const more = (agents ?? names.length) - names.length;
  return `${text} (${names.join(", ")}${more > 0 ? ` and ${more.toLocaleString("en-US")} more` : ""})`;
}

/** The body of a request to a webhook. Pure. */
export function bodyOf(form: WebhookForm, notification: GatewayNotification): string {
  if (form === "json") return JSON.stringify(notification, null, 2);
  const [name = "", ...lines] = notification.text.split("\n").map(escapeForSlack);
  const link = notification.link === null ? [] : [`<${escapeForSlack(notification.link)}|Open in Flight Deck>`];
  const text = [`*${name}*`, ...lines.map((line) => `• ${line}`), ...link].join("\n");
  return JSON.stringify({ text, unfurl_links: false }, null, 2);
}

/** So that no name becomes a mention or a link. */
function escapeForSlack(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** A notification for tests of a sink. */
export function testNotification(at: string, ownAddress: string | null): GatewayNotification {
  const problem: NotifiedProblem = {
    kind: "sync",
    text: "This is a test: nothing has happened",
    agents: null,
    names: [],
    runId: null,
  };
  const gateway = { id: "test", name: "Flight Deck" };
  const link = ownAddress === null ? null : `${ownAddress}/#/settings`;
  return { ...makeNotification({ id: "test", at, gateway, problems: [problem], resolved: [], ownAddress }), link };
}
