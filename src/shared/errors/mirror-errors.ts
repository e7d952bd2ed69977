import { hint, hintForTerminal, hintForWindow } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Mission Control's database as the source of the records. */

export const mirrorErrors = {
  "mirror-not-set": {
    title: "Mission Control's database is not set",
    exit: "badInput",
    endsRun: false,
    hints: {
      set: hint(
        "Set it first, with the DATABASE_URL of Mission Control.",
        "Set it first, with `mirror set --url-file FILE`.",
      ),
      pullAgain: hint("Pull again.", "Pull again: `mirror pull`."),
    },
  },
  "mirror-unreachable": {
    title: "Mission Control's database cannot be reached",
    exit: "noGateway",
    endsRun: false,
    hints: {
      noListener: hint(
        "Start PostgreSQL, or correct host and port in the URL. Mission Control's compose file publishes the port on its own machine only: use an SSH tunnel.",
      ),
      unknownHost: hint(
        "Correct the URL, or check DNS and VPN. Names of a compose file are known in its containers only.",
      ),
      silentHost: hint("Check that the host is up, and whether a firewall or VPN is in between."),
      connectionLost: hint("Check the network and PostgreSQL, then try again."),
    },
  },
  "mirror-refused": {
    title: "Mission Control's database refused the connection",
    exit: "noGateway",
    endsRun: false,
    hints: {
      password: hint(
        "Correct the user or the password in the URL. Special characters in a password are percent-encoded.",
      ),
      noPassword: hint("Put the password into the URL: postgresql://user:password@host/database."),
      turnTlsOn: hint("Turn TLS on (require or stricter), or allow the user in PostgreSQL's pg_hba.conf."),
      allowUser: hint("Allow the user in PostgreSQL's pg_hba.conf."),
      databaseName: hint(
        "Correct the last part of the URL; Mission Control's database is usually called mission_control.",
      ),
      grantConnect: (database: string, user: string) =>
        hint(`Grant it: GRANT CONNECT ON DATABASE ${database} TO ${user}.`),
      full: hint("Try again later, or raise max_connections."),
      starting: hint("Try again in a moment."),
      noTls: hint("Turn TLS off (sslmode=disable) if the network in between is safe, or set up TLS in PostgreSQL."),
      certificate: hint(
        "Give the certificate of the authority that signed it as the CA file, or use a less strict TLS mode.",
        "Give the certificate of the authority that signed it with `mirror set --ca-file`, or use a less strict `--tls`.",
      ),
      handshake: hint("Check that PostgreSQL is at this address, and what is in between."),
      grantSelect: (tables: string) => hint(`Let an administrator grant it: GRANT SELECT ON ${tables} TO the user.`),
      hiddenRows: hint("Give the user BYPASSRLS, or use the owner of the tables."),
      grantWrites: hint("Grant the user these rights if changes made here should reach Mission Control."),
      primary: hint("Give the URL of the primary server if changes made here should reach Mission Control."),
      plainNetwork: hint("Use an SSH tunnel, or set up TLS in PostgreSQL, if the network in between is not safe."),
      seeLog: hint("See PostgreSQL's log."),
    },
  },
  "mirror-schema": {
    title: "The database is not Mission Control's",
    exit: "withErrors",
    endsRun: false,
    hints: {
      check: hint(
        "Check that this is Mission Control's database, that its migrations have run, and that the user's search_path leads to its tables.",
      ),
    },
  },
  "mirror-emptied": {
    title: "Mission Control's database was emptied",
    exit: "withErrors",
    endsRun: false,
    hints: {
      fullPull: hint(
        "If it was emptied on purpose, do a full pull: it deletes these rows here too. If this is another Mission Control, remove the source and set it again.",
        "If it was emptied on purpose, use `mirror pull --full`: it deletes these rows here too. If this is another Mission Control, use `mirror unset`, then `mirror set`.",
      ),
    },
  },
  "push-failed": {
    title: "Not written to Mission Control's database",
    exit: "withErrors",
    endsRun: false,
    hints: {
      pullFirst: hint("Pull first, then push.", "Run `mirror pull` first, then `mirror push`."),
      otherUser: hint("Set the source again with a user that may write."),
      writeBack: hint("Turn writing back on for the source."),
      notRequired: (cause: string) =>
        hint(
          `${hintForWindow(cause)} To sync anyway, turn off "Require Mission Control's database": new tokens then become valid once they can be pushed.`,
          `${hintForTerminal(cause)} To sync anyway, add \`--no-require-push\`: new tokens then become valid once they can be pushed.`,
        ),
      lockLost: hint(
        "Sync again once the database can be reached: the rest is done then, and new tokens that are in the files are taken over.",
      ),
      syncAgain: hint(
        "Sync this agent again once Mission Control's database can be written to: the token in the file is then made valid there.",
      ),
      whenReachable: hint("Sync again once Mission Control's database can be written to."),
      nothingLost: hint("Nothing is lost: it is written with the next push or sync."),
      correctRow: hint("Correct it, then push again.", "Correct it, then run `mirror push`."),
      rightDatabase: hint(
        "Check that it is the right database, then pull all rows.",
        "Check that it is the right database, then run `mirror pull --full`, which accepts that it is empty.",
      ),
    },
  },
  "push-conflict": {
    title: "Mission Control changed the same in the meantime",
    exit: "withErrors",
    endsRun: false,
    hints: {
      choose: hint(
        "Choose a version for each under Settings, Data.",
        "List them with `mirror conflicts`, and choose a version with `mirror resolve`.",
      ),
      lookAgain: hint("Look at both versions again, then choose.", "Run `mirror conflicts` again, then choose."),
      fileDecides: hint("Sync again: the token that is in the agent's file then decides."),
      restOfFiles: hint("Sync this agent again: Mission Control may have replaced more of its files."),
    },
  },
  "mirror-unpushed": {
    title: "Changes have not been written back",
    exit: "withErrors",
    endsRun: false,
    hints: {
      discard: hint(
        "Write changes back and decide conflicts first, or discard them: Mission Control will never get these changes.",
        "Write changes back and decide conflicts first, or use `mirror unset --discard`: Mission Control will never get these changes.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
