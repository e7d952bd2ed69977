import { isDeepStrictEqual } from "node:util";
import type { GatewayLimits, InjectionLimits } from "../../shared/injection-limits.ts";
import type { JsonObject } from "../../shared/records.ts";
import { at } from "./dialect.ts";
import type { GatewaySession } from "./session.ts";

type Facts = Pick<GatewaySession, "dialect" | "knowsAutoHost" | "listsWorkspaces" | "hasHeartbeatJobs"> & {
  config: JsonObject;
};

/** The limits for each agent: its own settings, else those for all, else the defaults of the gateway's version. Pure. */
export function injectionLimits(facts: Facts): (agentKey: string) => InjectionLimits {
  const { config, dialect } = facts;
  const roster = dialect.readRoster(config);
  const defaults = defaultLimits(facts);
  return (agentKey) => {
    const entry = roster.get(agentKey) ?? {};
    const read = (name: string, standard: number) =>
      [at(entry, name), at(config, "agents", "defaults", name)].find(isLimit) ?? standard;
    const perFile = read("bootstrapMaxChars", defaults.perFile);
    const total = read("bootstrapTotalMaxChars", defaults.total);
    return { perFile, total, user: Math.min(perFile, defaults.user) };
  };
}

/** All limits of a gateway. Pure. */
export function gatewayLimits(facts: Facts): GatewayLimits {
  const limitsOf = injectionLimits(facts);
  // No agent has an empty key.
  const all = limitsOf("");
  const each = [...facts.dialect.readRoster(facts.config).keys()].map((key) => [key, limitsOf(key)] as const);
  return { all, own: Object.fromEntries(each.filter(([, limits]) => !isDeepStrictEqual(limits, all))) };
}

/** As in the code of each version (docs/gateways.md, Files). */
function defaultLimits({ knowsAutoHost, listsWorkspaces, hasHeartbeatJobs }: Facts): InjectionLimits {
  if (!knowsAutoHost) return { perFile: 20_000, total: 150_000, user: Number.POSITIVE_INFINITY };
  if (!listsWorkspaces) return { perFile: 12_000, total: 60_000, user: Number.POSITIVE_INFINITY };
  return { perFile: 20_000, total: 60_000, user: hasHeartbeatJobs ? 4_000 : Number.POSITIVE_INFINITY };
}

function isLimit(value: unknown): value is number {
  return typeof value === "number" && value > 0;
}
