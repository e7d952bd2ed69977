import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { forgetSecrets, isNothingLost, readKeyLoss } from "../../keys/forget-secrets.ts";
import { holdWholeFolder } from "../../keys/hold-whole-folder.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { forgottenText, lossLines, lossTitle } from "../text/key-loss-text.ts";

/** Commands for the data key, which the secrets of a data folder are sealed under. */
export function addKeyCommand(program: Command, cli: Cli): void {
  const key = program.command("key").description("the key that the secrets in the data folder are sealed under");
  key
    .command("forget-secrets")
    .description("start over without the secrets of a lost key: names them, asks, copies the database; records stay")
    .option("--yes", "do not ask; for scripts")
    .addHelpText(
      "after",
      examples([
        ["key forget-secrets", "When data.key or the FLIGHTDECK_KEY is lost for good"],
        ["key forget-secrets --yes", "In a script"],
      ]),
    )
    .action(action(cli, (flags: { yes?: boolean }, command: Command) => forget(cli, command, flags)));
}

function forget(cli: Cli, command: Command, { yes = false }: { yes?: boolean }): Promise<ExitCode> {
  const { env, output, ask, signal } = cli;
  return withRecords(cli, command, (database, dataDir) =>
    holdWholeFolder(database, dataDir, async () => {
      const options = { dataDir, env };
      const loss = readKeyLoss(database, options);
      if (isNothingLost(loss)) {
        await output.result({ forgotten: null }, () => ["The present key opens every secret. Nothing was changed."]);
        return exitCodes.done;
      }
      const asked = [lossTitle(loss, dataDir), ...lossLines(loss)].join("\n");
      if (!yes && !(ask && !output.isJson && (await ask(`${asked}\nForget these secrets?`, signal)))) {
        throw new FlightDeckError("vault-key", asked, hintsOf("vault-key").confirmForgetting);
      }
      const forgotten = forgetSecrets(database, options, loss);
      const line = (words: string[]) => commandLine(command, words);
      await output.result({ forgotten: loss.secrets, ...forgotten }, () =>
        forgottenText({ loss, forgotten, paint: output.paint, line }),
      );
      return exitCodes.done;
    }),
  );
}
