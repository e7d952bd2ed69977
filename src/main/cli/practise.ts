import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plantPracticeFleet, practiceFleet, practiceIds } from "../../practice-gateway/practice-fleet.ts";
import { startPracticeGateway } from "../../practice-gateway/start-practice-gateway.ts";
import { syncOptionsSchema } from "../../shared/sync.ts";
import { openApp } from "../app.ts";
import { importFleet } from "../database/import-fleet.ts";
import { syncTemplates } from "../provisioning/sync-templates.ts";
import { commandName } from "./cli.ts";
import { type ExitCode, exitCodeOfRun } from "./exit-codes.ts";
import { createOutput, type Output } from "./output.ts";
import type { Host } from "./run-host.ts";
import { boardNamesOf, startedBy, withProgress } from "./run-result.ts";
import { wrap } from "./text/plain.ts";
import { reportText } from "./text/report-text.ts";

/**
 * The main job from start to end, for somebody who sees Flight Deck for the first time: a first sync of the sample fleet to
 * a practice gateway in this process, on a data folder that is gone afterwards.
 */
export async function practise(host: Host): Promise<ExitCode> {
  const { streams, signal } = host;
  const output = createOutput(false, streams);
  const print = (lines: string[]) => output.result({}, () => lines);
  await print([
    output.paint("bold", "Flight Deck · a first sync on a practice gateway"),
    "Three boards, twelve agents and the gateway's main agent; nothing leaves this machine.",
    "",
  ]);
  const dataDir = mkdtempSync(join(tmpdir(), "flight-deck-practice-"));
  const remove = () => rmSync(dataDir, { recursive: true, force: true });
  // Also when a second Ctrl-C ends the process at once.
  process.once("exit", remove);
  // A little slow on purpose, so that there is something to see.
  const gateway = await startPracticeGateway({ latencyMs: 25 });
  const app = await openApp({ dataDir, baseUrl: "http://127.0.0.1:8000", env: {} });
  try {
    plantPracticeFleet(gateway);
    importFleet(app.database, app.vault, practiceFleet({ gatewayUrl: gateway.url, token: gateway.token }));
    const options = syncOptionsSchema.parse({ gatewayId: practiceIds.gatewayId, rotateTokens: true });
    const result = await withProgress(host, app.database, (onEvent) =>
      syncTemplates(app, { options, startedBy, signal, onEvent }),
    );
    const { columns, paint } = output;
    const boardNames = boardNamesOf(app.database);
    const about = { kind: "template-sync", gatewayName: "Practice gateway", dryRun: false } as const;
    await print(reportText({ ...result, ...about, boardNames, mostRows: 40, columns, paint }));
    if (result.status === "succeeded") await print(story(output));
    await print(nextSteps(output));
    return exitCodeOfRun(result);
  } finally {
    app.close();
    await gateway.close();
    remove();
    process.off("exit", remove);
  }
}

function story({ columns }: Output): string[] {
  const text = [
    "Market Research rests because somebody wrote /pause in its chat.",
    "Hazel's token on the gateway was not the one on record, so she was given a fresh one; her memory was left as it is.",
    "A second sync would find nothing to write.",
  ].join(" ");
  return ["", ...wrap(text, { width: columns, firstIndent: "", restIndent: "" })];
}

function nextSteps({ paint }: Output): string[] {
  const command = (words: string) => `  ${paint("cyan", `${commandName} ${words}`)}`;
  return [
    "",
    paint("bold", "Your own gateway"),
    command("import fleet.json"),
    command('gateway check "My gateway"'),
    command('sync --gateway "My gateway" --rotate-tokens'),
    "",
    paint("dim", `What a fleet file looks like: ${commandName} import --help`),
  ];
}
