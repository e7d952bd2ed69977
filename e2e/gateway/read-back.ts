import { z } from "zod";
import type { RawClient } from "./raw-client.ts";

/** Reads the state of a gateway from the gateway itself, and simulates edits on it. */

/** The name for HEARTBEAT on gateways where it is the scratch of the agent's heartbeat automation and not a file. */
export const scratchName = "HEARTBEAT";

const fileAnswer = z.object({ file: z.object({ missing: z.boolean().optional(), content: z.string().optional() }) });
const scratchAnswer = z.object({ scratch: z.object({ content: z.string() }).nullish() });

/** The content of an agent's file, or null when there is none. */
export async function readFile(raw: RawClient, agentKey: string, name: string): Promise<string | null> {
  if (name === scratchName) {
    const answer = await raw.call("cron.scratch.get", { id: await heartbeatJobId(raw, agentKey) });
    return scratchAnswer.parse(answer).scratch?.content ?? null;
  }
  const { file } = fileAnswer.parse(await raw.call("agents.files.get", { agentId: agentKey, name }));
  return file.missing ? null : (file.content ?? null);
}

/** The contents of these files of an agent, by name; null for a missing file. */
export async function readFiles(
  raw: RawClient,
  agentKey: string,
  names: string[],
): Promise<{ [name: string]: string | null }> {
  const contents = await Promise.all(names.map(async (name) => [name, await readFile(raw, agentKey, name)] as const));
  return Object.fromEntries(contents);
}

/** Simulates an edit of a file on the gateway. */
export async function editFile(
  raw: RawClient,
  agentKey: string,
  name: string,
  edit: (content: string) => string,
): Promise<string> {
  const content = edit((await readFile(raw, agentKey, name)) ?? "");
  if (name === scratchName) {
    await raw.call("cron.scratch.set", { id: await heartbeatJobId(raw, agentKey), content });
  } else {
    await raw.call("agents.files.set", { agentId: agentKey, name, content });
  }
  return content;
}

const cronAnswer = z.object({ jobs: z.array(z.object({ id: z.string(), declarationKey: z.string().nullish() })) });

async function heartbeatJobId(raw: RawClient, agentKey: string): Promise<string> {
  const { jobs } = cronAnswer.parse(await raw.call("cron.list", { includeDisabled: true, query: agentKey, limit: 50 }));
  const job = jobs.find(({ declarationKey }) => declarationKey === `heartbeat:${agentKey}`);
  if (!job) throw new Error(`the gateway has no heartbeat automation for ${agentKey}`);
  return job.id;
}

const listAnswer = z.object({
  files: z.array(z.object({ name: z.string(), missing: z.boolean().optional(), updatedAtMs: z.number().optional() })),
});
const revisionAnswer = z.object({ currentRevision: z.number() });

/** A number per file that changes whenever the file is written, even with the same content. */
export async function readWriteMarks(
  raw: RawClient,
  agentKey: string,
  names: string[],
): Promise<{ [name: string]: number }> {
  const { files } = listAnswer.parse(await raw.call("agents.files.list", { agentId: agentKey }));
  const times = files.flatMap(({ name, missing, updatedAtMs = 0 }) => (missing ? [] : [[name, updatedAtMs] as const]));
  if (!names.includes(scratchName)) return Object.fromEntries(times);
  const scratch = await raw.call("cron.scratch.get", { id: await heartbeatJobId(raw, agentKey) });
  return Object.fromEntries([...times, [scratchName, revisionAnswer.parse(scratch).currentRevision]]);
}

const rosterEntry = z.looseObject({ id: z.string().optional() });
export type RosterEntry = z.infer<typeof rosterEntry>;
const configAnswer = z.object({
  hash: z.string(),
  config: z.looseObject({
    agents: z.looseObject({
      list: z.array(rosterEntry).optional(),
      entries: z.record(z.string(), rosterEntry).optional(),
    }),
  }),
});

export type GatewayConfig = { hash: string; config: { [key: string]: unknown }; roster: Map<string, RosterEntry> };

/** The gateway's configuration, with its roster by agent id in either dialect. */
export async function readConfig(raw: RawClient): Promise<GatewayConfig> {
  const { hash, config } = configAnswer.parse(await raw.call("config.get"));
  const { list = [], entries = {} } = config.agents;
  const roster = new Map([...list.map((entry) => [entry.id ?? "", entry] as const), ...Object.entries(entries)]);
  return { hash, config, roster };
}

const agentsAnswer = z.object({ defaultId: z.string(), agents: z.array(z.object({ id: z.string() })) });

/** The gateway's default agent, and the ids of all its agents. */
export async function readAgents(raw: RawClient): Promise<{ defaultId: string; ids: string[] }> {
  const { defaultId, agents } = agentsAnswer.parse(await raw.call("agents.list"));
  return { defaultId, ids: agents.map(({ id }) => id) };
}

const sessionsAnswer = z.object({
  sessions: z.array(z.object({ key: z.string(), sessionId: z.string().optional(), label: z.string().optional() })),
});
export type RawSession = z.infer<typeof sessionsAnswer>["sessions"][number];

/** The sessions of one agent, by key. */
export async function readSessions(raw: RawClient, agentKey: string): Promise<Map<string, RawSession>> {
  const { sessions } = sessionsAnswer.parse(await raw.call("sessions.list", { agentId: agentKey }));
  return new Map(sessions.map((session) => [session.key, session]));
}

const chatAnswer = z.object({ messages: z.array(z.looseObject({ role: z.string() })) });

/** The messages that the gateway stores of a session, as JSON texts. */
export async function readChat(raw: RawClient, sessionKey: string): Promise<string[]> {
  const { messages } = chatAnswer.parse(await raw.call("chat.history", { sessionKey, limit: 50 }));
  return messages.map((message) => JSON.stringify(message));
}
