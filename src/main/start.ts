import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plantPracticeFleet, practiceFleet, practiceIds } from "../practice-gateway/practice-fleet.ts";
import { startPracticeGateway } from "../practice-gateway/start-practice-gateway.ts";
import { syncOptionsSchema } from "../shared/sync.ts";
import { openApp } from "./app.ts";
import { commandName } from "./cli/cli.ts";
import { exitCodeOfRun } from "./cli/exit-codes.ts";
import { listenForInterrupt } from "./cli/interrupt.ts";
import { createOutput, toFlightDeckError } from "./cli/output.ts";
import { boardNamesOf, startedBy, withProgress } from "./cli/run-result.ts";
import { wrap } from "./cli/text/plain.ts";
import { reportText } from "./cli/text/report-text.ts";
import { importFleet } from "./database/import-fleet.ts";
import { syncTemplates } from "./provisioning/sync-templates.ts";

// What `npm start` does until there is a window: the main job from start to end, on a practice gateway in this process
// and in a data folder that is gone afterwards.
const { stdout, stderr, env } = process;
const streams = { stdout, stderr };
const output = createOutput(false, streams);
const signal = listenForInterrupt();
const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-practice-"));
// Also when a second Ctrl-C ends the process at once.
process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));

try {
  process.exit(await practise());
} catch (error) {
  await output.error(toFlightDeckError(error));
  process.exit(1);
}

async function practise(): Promise<number> {
  const { paint, columns } = output;
  print(paint("bold", "Flight Deck · a first sync on a practice gateway"));
  print("Three boards, twelve agents and the gateway's main agent; nothing leaves this machine.\n");
  // A little slow on purpose, so that there is something to see.
  const gateway = await startPracticeGateway({ latencyMs: 25 });
  const app = await openApp({ dataDir, baseUrl: "http://127.0.0.1:8000", env: {} });
  try {
    plantPracticeFleet(gateway);
    importFleet(app.database, app.vault, practiceFleet({ gatewayUrl: gateway.url, token: gateway.token }));
    const options = syncOptionsSchema.parse({ gatewayId: practiceIds.gatewayId, rotateTokens: true });
    const result = await withProgress({ env, streams, signal }, app.database, (onEvent) =>
      syncTemplates(app, { options, startedBy, signal, onEvent }),
    );
    const boardNames = boardNamesOf(app.database);
    const about = { kind: "template-sync", gatewayName: "Practice gateway", dryRun: false } as const;
    for (const line of reportText({ ...result, ...about, boardNames, mostRows: 40, columns, paint })) print(line);
    for (const line of nextSteps()) print(line);
    return exitCodeOfRun(result);
  } finally {
    app.close();
    await gateway.close();
  }
}

function nextSteps(): string[] {
  const { paint } = output;
  const command = (words: string) => `  ${paint("cyan", `${commandName} ${words}`)}`;
  const story = [
    "Market Research rests because somebody wrote /pause in its chat.",
    "Hazel's token on the gateway was not the one on record, so she was given a fresh one; her memory was left as it is.",
    "A second sync would find nothing to write.",
  ].join(" ");
  return [
    "",
    ...wrap(story, { width: output.columns, firstIndent: "", restIndent: "" }),
    "",
    paint("bold", "Your own gateway"),
    command("import fleet.json"),
    command('gateway check "My gateway"'),
    command('sync --gateway "My gateway" --rotate-tokens'),
    "",
    paint("dim", `All commands: ${commandName} --help`),
  ];
}

function print(line: string): void {
  stdout.write(`${line}\n`);
}
