/** How many characters of an agent's files a gateway puts into a prompt: of each file, of USER.md, and of all together. */
export type InjectionLimits = { perFile: number; total: number; user: number };

/** Those of a gateway: for its agents, and by agent key for those with settings of their own. */
export type GatewayLimits = { all: InjectionLimits; own: { [agentKey: string]: InjectionLimits } };

/** Those of OpenClaw 2026.8.1 and newer, without settings of an operator's (docs/gateways.md, Files). */
export const newestLimits: InjectionLimits = { perFile: 20_000, total: 60_000, user: 4_000 };

/** Limits, and whose they are, as a sentence has it. */
export type NamedLimits = { limits: InjectionLimits; whose: string };

/** What an agent's files are held to: the limits of its gateway as last read, else those of the newest gateways. */
export function namedLimits(gatewayName: string, known: GatewayLimits | null, agentKey: string): NamedLimits {
  if (!known) return { limits: newestLimits, whose: "OpenClaw 2026.8.1 and newer" };
  return { limits: known.own[agentKey] ?? known.all, whose: `gateway "${gatewayName}"` };
}
