import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { z } from "zod";
import { portOf } from "./stub-mission-control.ts";

/**
 * A model provider that does the first thing that an agent's heartbeat asks for: it checks in, with the command in the
 * prompt.
 */
export type StubModel = {
  /** The gateway's settings that make this the model of every agent. */
  settings: { [key: string]: unknown };
  /** Every prompt so far, with all its messages as one text. */
  prompts: string[];
  stop(): void;
};

const part = z.looseObject({ text: z.string().optional() });
const message = z.looseObject({ role: z.string(), content: z.union([z.string(), z.array(part)]).nullish() });
const chatRequest = z.looseObject({ messages: z.array(message) });
type Message = { role: string; text: string };

/** Current gateways add this at the end, even after tool results; it is not a turn. */
const internalContext = "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>";

export async function startStubModel(): Promise<StubModel> {
  const prompts: string[] = [];
  const server = createServer(async (request, response) => {
    const messages = await readMessages(request);
    prompts.push(messages.map(({ text }) => text).join("\n"));
    stream(response, answerTo(messages));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    settings: modelSettings(`http://127.0.0.1:${portOf(server)}/v1`),
    prompts,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readMessages(request: IncomingMessage): Promise<Message[]> {
  const { messages } = chatRequest.parse(await json(request));
  return messages.map(({ role, content }) => ({
    role,
    text: typeof content === "string" ? content : (content ?? []).map(({ text = "" }) => text).join("\n"),
  }));
}

/** A check-in for each turn that asks for one, then the reply that all is well. */
function answerTo(messages: Message[]): object {
  const turn = messages.findLastIndex(
    ({ role, text }) => role === "user" && !text.trimStart().startsWith(internalContext),
  );
  const hasRun = messages.slice(turn + 1).some(({ role }) => role === "tool");
  const prompt = messages[turn]?.text ?? "";
  const isHeartbeat = /heartbeat poll|heartbeat monitor|HEARTBEAT\.md/i.test(prompt);
  const asksToCheckIn = isHeartbeat || /check in/i.test(prompt);
  const command = checkInCommand(messages.map(({ text }) => text).join("\n"));
  if (hasRun || !asksToCheckIn || command === null) {
    // Other turns need a reply that is seen: without one, a gateway counts them as failed.
    return { content: isHeartbeat ? "HEARTBEAT_OK" : "I am ready." };
  }
  const call = { name: "exec", arguments: JSON.stringify({ command }) };
  return { tool_calls: [{ index: 0, id: `call_${messages.length}`, type: "function", function: call }] };
}

/** The code block of the prompt that checks in: an agent knows only what its prompt contains. */
function checkInCommand(prompt: string): string | null {
  const blocks = [...prompt.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code.trim());
  return blocks.find((code) => code.includes("/api/v1/agent/heartbeat")) ?? null;
}

function stream(response: ServerResponse, delta: object): void {
  const reason = "tool_calls" in delta ? "tool_calls" : "stop";
  response.writeHead(200, { "content-type": "text/event-stream" });
  const steps = [
    { delta: { role: "assistant", content: "" }, finish_reason: null },
    { delta, finish_reason: null },
    { delta: {}, finish_reason: reason },
  ];
  for (const step of steps) {
    const chunk = {
      id: "stub",
      object: "chat.completion.chunk",
      created: 0,
      model: "stub",
      choices: [{ index: 0, ...step }],
    };
    response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  }
  response.end("data: [DONE]\n\n");
}

/** Settings that make a model at an address that of every agent. Agents need one to be able to work, even if they never do. */
export function modelSettings(baseUrl = "http://127.0.0.1:9/v1"): StubModel["settings"] {
  const model = {
    id: "stub",
    name: "Stub",
    reasoning: false,
    input: ["text"],
    cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
    contextWindow: 128_000,
    maxTokens: 4096,
  };
  const stub = { baseUrl, apiKey: "dummy", api: "openai-completions", models: [model] };
  return {
    models: { mode: "replace", providers: { stub } },
    agents: { defaults: { model: { primary: "stub/stub" } } },
  };
}
