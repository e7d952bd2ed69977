import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { parseWholeNumber } from "../src/main/cli/parse-whole-number.ts";
import { describeKill, KillBench, killsOf } from "./trials/test-kills.ts";

/** `npm run test:kills [-- OPTIONS]`: kills tasks at each of their calls. */
const options = new Command("npm run test:kills --")
  .description(
    "Kills tasks with SIGKILL at any of their calls, and verifies what is on the gateway after the next run.",
  )
  .option("--kills <n>", "how many kills", parseWholeNumber, 42)
  .option("--seed <n>", "the seed of the first", parseWholeNumber, 1 + (Date.now() % 1_000_000))
  .option(
    "--real <version>",
    "on a real gateway of e2e/gateway: syncs that re-key, killed after their files (2026.9.6 or 2026.3.28)",
  )
  .parse()
  .opts<{ kills: number; seed: number; real?: string }>();

process.exit(options.real ? onRealGateway(options.real) : await onPracticeGateway());

function onRealGateway(version: string): number {
  const args = ["run", "--config", "e2e/gateway/vitest.config.ts", `openclaw-${version}.test.ts`, "-t", "dies"];
  const env = { ...process.env, FLIGHTDECK_KILLS: String(options.kills) };
  return spawnSync("vitest", args, { stdio: "inherit", env }).status ?? 1;
}

async function onPracticeGateway(): Promise<number> {
  const bench = new KillBench();
  const total = { killed: 0, pending: 0, resumed: 0, over: 0, failed: 0 };
  for (const kill of killsOf(options.seed, options.kills)) {
    const { wasKilled, wasPending, resumesKilled, problems } = await bench.kill(kill);
    total.resumed += resumesKilled;
    if (wasKilled) total.killed += 1;
    else total.over += 1;
    if (wasKilled && wasPending) total.pending += 1;
    if ((total.killed + total.over) % 50 === 0) console.error(`${total.killed} kills, ${total.failed} with problems`);
    if (problems.length === 0) continue;
    total.failed += 1;
    console.error([describeKill(kill), ...problems.map((problem) => `  ${problem}`)].join("\n"));
    console.error(`  again: npm run test:kills -- --kills ${options.kills} --seed ${options.seed}`);
  }
  await bench.close();
  const { killed, pending, resumed, over, failed } = total;
  console.log(
    `seed ${options.seed}: ${killed} kills, ${pending} of them while tokens were pending, and ${resumed} more of resumed runs; ${over} tasks were over before; ${failed} with problems`,
  );
  return failed > 0 ? 1 : 0;
}
