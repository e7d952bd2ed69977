import { startRealGateway } from "../../scripts/real-gateway/start-real-gateway.ts";
import { startPracticeGateway } from "../../src/practice-gateway/start-practice-gateway.ts";
import { type CallFailure, connectTestClient, type TestClient, until } from "../../src/practice-gateway/test-client.ts";
import { conformanceSteps, type Memory, type Step } from "./conformance-steps.ts";
import { modelSettings } from "./stub-model.ts";

// Sends the same calls to a real gateway and to the practice gateway of the same version, and reports the differences: `node
// e2e/gateway/conformance.ts [VERSION]`. By hand, when a version is added or the practice gateway changes.

type Answer = { ok: true; payload: unknown } | { ok: false; error: CallFailure };

const patchTimeoutMs = 120_000;

async function ask(client: TestClient, step: Step, memory: Memory): Promise<Answer> {
  if (step.needsHash) memory.hash = (await client.call<{ hash: string }>("config.get")).hash;
  const params = typeof step.params === "function" ? step.params(memory) : step.params;
  const helloCount = client.hellos.length;
  const answer = await client
    .call<unknown>(step.method, params ?? {}, patchTimeoutMs)
    .then((payload): Answer => ({ ok: true, payload }))
    .catch((error: CallFailure): Answer => ({ ok: false, error }));
  if (step.untilKnown && !answer.ok) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return ask(client, step, memory);
  }
  if (step.restarts) await until(() => client.hellos.length > helloCount);
  if (step.method === "cron.list" && answer.ok) memory.jobId = heartbeatsFirst(answer.payload) ?? memory.jobId;
  return answer;
}

/** Which job runs next is random: with the heartbeats first, both gateways are compared by the same kind of job. */
function heartbeatsFirst(payload: unknown): string | undefined {
  const { jobs } = payload as { jobs: { id: string; declarationKey?: string }[] };
  const rank = (job: { declarationKey?: string }) => (job.declarationKey?.startsWith("heartbeat:") ? 0 : 1);
  jobs.sort((left, right) => rank(left) - rank(right));
  return jobs[0]?.id;
}

/** The differences of the practice answer from the real one; keys that only the real one has are ignored. */
function differences(real: Answer, practice: Answer, roots: [string, string]): string[] {
  if (!real.ok || !practice.ok) {
    const [left, right] = [textOf(real, roots[0]), textOf(practice, roots[1])];
    return left === right ? [] : [`real     ${left}`, `practice ${right}`];
  }
  return typeDifferences(real.payload, practice.payload, "answer");
}

function textOf(answer: Answer, root: string): string {
  if (answer.ok) return "an answer";
  const { gatewayCode, message, details, retryable } = answer.error;
  const text = JSON.stringify({ gatewayCode, message, details, retryable });
  return text
    .replaceAll(root, "<root>")
    .replaceAll(/retry after \d+s/g, "retry after <n>s")
    .replaceAll(/"[0-9a-f]{64}"/g, '"<hash>"');
}

function typeDifferences(real: unknown, practice: unknown, path: string): string[] {
  if (kindOf(real) !== kindOf(practice)) return [`${path}: real ${kindOf(real)}, practice ${kindOf(practice)}`];
  if (Array.isArray(practice) && Array.isArray(real))
    return real.length > 0 && practice.length > 0 ? typeDifferences(real[0], practice[0], `${path}[0]`) : [];
  if (typeof practice !== "object" || practice === null) return [];
  return Object.entries(practice).flatMap(([key, value]) => {
    const other = (real as Record<string, unknown>)[key];
    if (other === undefined) return value === undefined ? [] : [`${path}.${key}: only in practice`];
    return typeDifferences(other, value, `${path}.${key}`);
  });
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

const version = process.argv[2] ?? "2026.9.6";
const real = await startRealGateway({ version, settings: modelSettings() });
const practice = await startPracticeGateway({ version, homeDir: "/home/practice" });
const clients = [await connectTestClient(real), await connectTestClient(practice)] as const;
const memories: [Memory, Memory] = [
  { root: real.workspaceRoot, hash: "", jobId: "" },
  { root: practice.workspaceRoot, hash: "", jobId: "" },
];
let differing = 0;
const hello = typeDifferences(clients[0].hello, clients[1].hello, "hello");
if (hello.length > 0) console.log(["hello-ok", ...hello].join("\n  "));
const steps = conformanceSteps(/^2026\.([89]|1\d)\./.test(version));
for (const [number, step] of steps.entries()) {
  const answers = await Promise.all([ask(clients[0], step, memories[0]), ask(clients[1], step, memories[1])]);
  const found = differences(...answers, [real.stateFolder, "/home/practice"]);
  if (found.length === 0) continue;
  differing += 1;
  console.log([`${number}. ${step.method} ${JSON.stringify(step.params ?? {})}`, ...found].join("\n  "));
}
console.log(`${steps.length} steps on ${version}, ${differing} differ.`);
for (const client of clients) await client.stop();
await practice.close();
await real.stop();
process.exitCode = differing > 0 ? 1 : 0;
