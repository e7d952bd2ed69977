import type { Command } from "commander";
import { FlightDeckError, hintsOf } from "../../../shared/errors.ts";
import { requireReadableIdentity } from "../../gateway/device-identity.ts";
import { forgetSecrets, isNothingLost, readKeyLoss, requireLostKey } from "../../keys/forget-secrets.ts";
import { holdWholeFolder } from "../../keys/hold-whole-folder.ts";
import type { KeyLoss } from "../../keys/key-loss.ts";
import { rotateKey } from "../../keys/rotate-key.ts";
import { decodeKey } from "../../vault/data-key.ts";
import { findKeySource, isKeyWrapped } from "../../vault/find-key-source.ts";
import { keySourceOf } from "../../vault/open-vault.ts";
import { action, type Cli, commandLine, examples } from "../cli-context.ts";
import { isConfirmed } from "../confirm.ts";
import { type ExitCode, exitCodeOfError, exitCodes } from "../exit-codes.ts";
import { withRecords } from "../open-host.ts";
import { readNamedFile } from "../read-named-file.ts";
import { forgottenText, lossLines, lossTitle, rotationText, statusText } from "../text/key-text.ts";

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
  key
    .command("rotate")
    .description("seal every secret under a new key; agents, pairings and tokens stay as they are")
    .option("--new-key-file <file>", "file with the new key, where the present one is in FLIGHTDECK_KEY")
    .addHelpText(
      "after",
      examples([
        ["key rotate", "When another person may have read data.key"],
        ["key rotate --new-key-file new.key", "Where the key is in FLIGHTDECK_KEY: set it to the new one afterwards"],
      ]),
    )
    .action(action(cli, (flags: RotateFlags, command: Command) => rotate(cli, command, flags)));
  key
    .command("status")
    .description(
      "show the id of the key, where it comes from, and whether all secrets are sealed under it; never the key itself",
    )
    .addHelpText(
      "after",
      examples([["key status", "Before a backup is put back, or after FLIGHTDECK_KEY was changed"]]),
    )
    .action(action(cli, (_flags: object, command: Command) => status(cli, command)));
}

type RotateFlags = { newKeyFile?: string };

async function rotate(cli: Cli, command: Command, { newKeyFile }: RotateFlags): Promise<ExitCode> {
  const { env, output } = cli;
  const isGiven = env.FLIGHTDECK_KEY !== undefined;
  if (isGiven && newKeyFile === undefined) {
    const why = "The present key comes from FLIGHTDECK_KEY, so the new one must be given, too.";
    throw new FlightDeckError("bad-input", why, hintsOf("vault-key").giveNewKeyFile);
  }
  if (!isGiven && newKeyFile !== undefined) {
    throw new FlightDeckError("bad-input", "The key is not in FLIGHTDECK_KEY.", hintsOf("vault-key").noNewKeyFile);
  }
  const given = newKeyFile === undefined ? null : await readKey(cli, newKeyFile);
  return withRecords(cli, command, async (database, dataDir) => {
    if (!isGiven && isKeyWrapped(dataDir)) {
      const why = `The key of ${dataDir} is in the key store of the operating system.`;
      throw new FlightDeckError("vault-key", why, hintsOf("vault-key").rotateInFile);
    }
    return await holdWholeFolder(database, dataDir, async () => {
      const rotation = rotateKey(database, { dataDir, env }, given);
      await output.result(rotation, () => rotationText(rotation, newKeyFile, output.paint));
      return rotation.unreadable.length === 0 && rotation.isWiped ? exitCodes.done : exitCodes.withErrors;
    });
  });
}

async function readKey(cli: Cli, file: string): Promise<Buffer> {
  const hint = hintsOf("vault-key").newKey;
  const { path, text } = await readNamedFile(cli, file, { what: "key file", maxSizeBytes: 1000, hint });
  const key = decodeKey(text);
  if (key) return key;
  throw new FlightDeckError("bad-input", `The file ${path} does not hold 32 bytes as base64url, base64 or hex.`, hint);
}

function status(cli: Cli, command: Command): Promise<ExitCode> {
  const { env, output } = cli;
  return withRecords(cli, command, async (database, dataDir) => {
    const options = { dataDir, env, keySource: await findKeySource(dataDir) };
    // Whether it is sealed under the present key is not known then.
    requireReadableIdentity(dataDir);
    const loss = readKeyLoss(database, options);
    const { name: source } = keySourceOf(options);
    const { keyId, lostKeyId: neededKeyId, problem } = loss;
    const sealsAll = doesSealAll(loss);
    await output.result({ keyId, source, neededKeyId, sealsAll, problem }, () => statusText(loss, source, dataDir));
    if (sealsAll === null) return exitCodeOfError("vault-key");
    return sealsAll ? exitCodes.done : exitCodes.withErrors;
  });
}

/** Whether the present key seals every secret; null if that cannot be checked now. */
function doesSealAll(loss: KeyLoss): boolean | null {
  if (isNothingLost(loss)) return true;
  return loss.mayBeGood ? null : false;
}

function forget(cli: Cli, command: Command, { yes = false }: { yes?: boolean }): Promise<ExitCode> {
  const { env, output } = cli;
  return withRecords(cli, command, (database, dataDir) =>
    holdWholeFolder(database, dataDir, async () => {
      const options = { dataDir, env };
      const loss = readKeyLoss(database, options);
      if (isNothingLost(loss)) {
        await output.result({ forgotten: null }, () => ["The present key opens every secret. Nothing was changed."]);
        return exitCodes.done;
      }
      requireLostKey(loss, dataDir);
      const asked = [lossTitle(loss, dataDir), ...lossLines(loss)].join("\n");
      if (!yes && !(await isConfirmed(cli, `${asked}\nForget these secrets?`))) {
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
