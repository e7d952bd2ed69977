import { Command } from "commander";
import pMap from "p-map";
import { parseWholeNumber } from "../src/main/cli/parse-whole-number.ts";
import { runSchedule } from "./trials/test-run-schedule.ts";
import { describeSchedule, scheduleOf } from "./trials/test-schedule.ts";

/** `npm run test:faults [-- OPTIONS]`: runs seeded schedules of faults against the practice gateway. */
const options = new Command("npm run test:faults --")
  .description("Runs tasks on a practice gateway while faults strike, and verifies what is on the gateway afterwards.")
  .option("--schedules <n>", "how many schedules", parseWholeNumber, 100)
  .option(
    "--seed <n>",
    "the seed of the first; each of the others has the next",
    parseWholeNumber,
    1 + (Date.now() % 1_000_000),
  )
  .option("--at-once <n>", "how many run side by side", parseWholeNumber, 4)
  .parse()
  .opts<{ schedules: number; seed: number; atOnce: number }>();

const seeds = Array.from({ length: options.schedules }, (_, index) => options.seed + index);
const endings = new Map<string, number>();
let [done, struck, failed] = [0, 0, 0];
await pMap(
  seeds,
  async (seed) => {
    const schedule = scheduleOf(seed);
    const { status, struck: hits, problems } = await runSchedule(schedule);
    endings.set(status, (endings.get(status) ?? 0) + 1);
    struck += hits;
    done += 1;
    if (done % 50 === 0) console.error(`${done} of ${seeds.length} schedules, ${failed} with problems`);
    if (problems.length === 0) return;
    failed += 1;
    console.error([describeSchedule(schedule), ...problems.map((problem) => `  ${problem}`)].join("\n"));
    console.error(`  again: npm run test:faults -- --schedules 1 --seed ${seed}`);
  },
  { concurrency: options.atOnce },
);
const told = [...endings].map(([status, times]) => `${times} ${status}`).join(", ");
console.log(
  `${seeds.length} schedules from seed ${options.seed}: ${struck} faults struck; ${told}; ${failed} of them with problems`,
);
process.exit(failed > 0 ? 1 : 0);
