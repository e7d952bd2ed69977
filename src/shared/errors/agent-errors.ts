import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* Agents: whether they are ours, their tokens, workspaces and sessions. */

const repair = (then: string) =>
  hint(`Sync again with "Repair tokens"${then}`, `Sync again with \`--rotate-tokens\`${then}`);

const orOtherKey =
  "It keeps its workspace, MEMORY and USER, and gets a token. If another agent is meant, give the record another session key.";

export const agentErrors = {
  "board-missing": {
    title: "The agent's board is not on this gateway",
    exit: "withErrors",
    endsRun: false,
    hints: {
      move: hint("Move the agent to one of this gateway's boards, or the board to this gateway."),
    },
  },
  "board-paused": {
    title: "The agent's board is paused",
    exit: "withErrors",
    endsRun: false,
    hints: {
      resume: hint(
        'Use "Resume" on the board\'s page, then wake its agents.',
        "Run `board resume NAME`, then `board wake NAME`.",
      ),
    },
  },
  "agent-not-ours": {
    title: "The agent exists and was not made by Flight Deck",
    exit: "withErrors",
    endsRun: false,
    hints: {
      adopt: hint(
        `To take it over where it is, make a plan with "Adopt existing agents" and apply it. ${orOtherKey}`,
        `To take it over where it is, run \`plan save\` with \`--adopt\` and \`apply\` the plan. ${orOtherKey}`,
      ),
      adoptAnew: hint(
        "Release it on its page, then adopt it again on the gateway's page: that protects what its files have.",
        "Release it with `adopt release`, then adopt it again with `adopt add`: that protects what its files have.",
      ),
      adoptDefault: hint(
        `To take it over where it is, make a plan with "Adopt the gateway's default agent" and apply it. ${orOtherKey}`,
        `To take it over where it is, run \`plan save\` with \`--adopt-default\` and \`apply\` the plan. ${orOtherKey}`,
      ),
    },
  },
  "agent-managed-elsewhere": {
    title: "Another installation of Flight Deck manages the agent",
    exit: "withErrors",
    endsRun: false,
    remedy: "take-over",
    hints: {
      takeOver: hint(
        'Delete the record here if that installation is to keep the agent. To manage it from here, make a plan with "Take over from another Flight Deck" and apply it: the agent gets a new token, and the other installation then leaves it alone.',
        "Delete the record here if that installation is to keep the agent. To manage it from here, run `plan save` with `--take-over` and `apply` the plan: the agent gets a new token, and the other installation then leaves it alone.",
      ),
    },
  },
  "agent-clash": {
    title: "Two agents would share one place",
    exit: "withErrors",
    endsRun: false,
    hints: {
      twoMains: hint("Delete one of the two records, or move it to a board; then sync again."),
      twoRecords: hint(
        "Delete one of the two records, or give one of them a session key of its own (agent:mc-<agent id>:main); then sync again.",
      ),
      onGateway: hint(
        "Give the record another session key, or give the other agent another workspace on the gateway; then sync again.",
      ),
    },
  },
  "token-unreadable": {
    title: "The agent's token cannot be read",
    exit: "withErrors",
    endsRun: false,
    remedy: "repair-tokens",
    hints: {
      repair: repair(": every agent whose token cannot be read gets a new one."),
      doctor: hint(
        'The gateway was upgraded, and this version no longer serves the file with the token. Stop the gateway, run `openclaw doctor --fix` on its host and start it again: that keeps every token. Then sync again. Only if the token is still not found, use "Repair tokens".',
        "The gateway was upgraded, and this version no longer serves the file with the token. Stop the gateway, run `openclaw doctor --fix` on its host and start it again: that keeps every token. Then sync again. Only if the token is still not found, add `--rotate-tokens`.",
      ),
      wholeAgent: hint(
        'Sync this agent without choosing files; one that had a token before also needs "Repair tokens".',
        "Sync this agent without `--file`; one that had a token before also needs `--rotate-tokens`.",
      ),
      severalLines: (file: string) => {
        const leave = `Leave only the token that the agent uses on the AUTH_TOKEN and X-Agent-Token lines of ${file} on the gateway, then sync again.`;
        return hint(
          `${leave} Or give the agent a new token: sync with "Repair tokens".`,
          `${leave} Or give the agent a new token: sync with \`--rotate-tokens\`.`,
        );
      },
    },
  },
  "token-mismatch": {
    title: "The agent's token does not match",
    exit: "withErrors",
    endsRun: false,
    remedy: "repair-tokens",
    hints: {
      repair: repair(" to give the agent a token that matches."),
    },
  },
  "token-not-read-back": {
    title: "The new token could not be read back",
    exit: "withErrors",
    endsRun: false,
    remedy: "repair-tokens",
    hints: {
      repair: repair(". If it happens again, check whether something else edits the file."),
    },
  },
  "token-unknown-there": {
    title: "Mission Control does not know the new tokens",
    exit: "withErrors",
    endsRun: false,
    hints: {
      setSource: hint(
        "Make Mission Control's database the source of the records: the hashes of these tokens are then written to it.",
        "Make Mission Control's database the source with `mirror set --url-file FILE`, then `mirror pull`: the hashes of these tokens are then written to it.",
      ),
      writeBack: hint(
        'Turn "Write changes back" on under Settings, Data, with a user that may write: the hashes of these tokens are then written to the database.',
        "Use `mirror set --url-file FILE --write-back` with a user that may write: the hashes of these tokens are then written to the database.",
      ),
    },
  },
  "token-not-written": {
    title: "A new token is not in every file",
    exit: "withErrors",
    endsRun: false,
    hints: {
      repair: (file: string) => repair(` once ${file} can be written.`),
      rekey: (file: string) =>
        hint(
          `Sync again with "Re-key all agents" once ${file} can be written.`,
          `Sync again with \`--rekey-all\` once ${file} can be written.`,
        ),
      rest: hint("The new token is valid. Sync this agent again to write it to these files."),
    },
  },
  "workspace-kept": {
    title: "An agent keeps its old workspace",
    exit: "withErrors",
    endsRun: false,
    hints: {
      readFormer: (gateway: string) =>
        hint(
          `Sync again when its files on ${gateway} can be read, or with "Move workspaces" if the agent is to begin without its files.`,
          `Sync again when its files on ${gateway} can be read, or with \`--move-workspaces\` if the agent is to begin without its files.`,
        ),
      copy: (from: string, to: string) => {
        const back = "To keep the old place, change the gateway's workspace root back.";
        return hint(
          `Copy ${from} to ${to} on the gateway's host, then sync again with "Move workspaces". ${back}`,
          `Copy ${from} to ${to} on the gateway's host, then sync again with \`--move-workspaces\`. ${back}`,
        );
      },
    },
  },
  "workspace-left": {
    title: "Files stayed in an agent's old workspace",
    exit: "withErrors",
    endsRun: false,
    hints: {
      formerAgent: (key: string) =>
        hint(`Delete the agent ${key} on the gateway when you no longer need it: until then both are active.`),
      copyFrom: (folder: string) =>
        hint(
          `The folder ${folder} stays on the gateway's host. Copy from there what the agent needs and does not have yet.`,
        ),
      compare: (folder: string) =>
        hint(
          `What the agent had is in ${folder} on the gateway's host, and this run's diffs show what differs. Copy over what the agent needs.`,
        ),
    },
  },
  "session-outdated": {
    title: "Running sessions still use the old files",
    exit: "withErrors",
    endsRun: false,
    remedy: "reset-sessions",
    hints: {
      reset: hint(
        'Sync again with "Reset sessions". The agent then starts a new conversation and reads its files again.',
        "Sync again with `--reset-sessions`. The agent then starts a new conversation and reads its files again.",
      ),
    },
  },
  "session-reset-failed": {
    title: "A session was not reset",
    exit: "withErrors",
    endsRun: false,
    hints: {
      again: hint(
        'Sync this agent again with "Reset sessions", or reset the session on the gateway.',
        "Sync this agent again with `--reset-sessions`, or reset the session on the gateway.",
      ),
      notKnown: hint(
        'If the conversation is an old one, sync this agent with "Reset sessions".',
        "If the conversation is an old one, sync this agent with `sync --reset-sessions`.",
      ),
    },
  },
  "file-cut": {
    title: "A file is longer than the gateway shows",
    exit: "withErrors",
    endsRun: false,
    hints: {
      shorten: hint("Shorten its template, or move a part into another file that the agent reads when it needs it."),
      shortenAll: hint(
        "Shorten templates, or move parts into other files that the agent reads when it needs them. The limit is agents.defaults.bootstrapTotalMaxChars in the gateway's configuration.",
      ),
    },
  },
  "turn-failed": {
    title: "An agent's first turn failed",
    exit: "withErrors",
    endsRun: false,
    hints: {
      correct: hint(
        'Correct the cause on the gateway, often a model without a key, then use "Wake agent".',
        "Correct the cause on the gateway, often a model without a key, then run `agent wake` for this agent.",
      ),
    },
  },
  "wake-failed": {
    title: "An agent was not woken",
    exit: "withErrors",
    endsRun: false,
    hints: {
      message: hint(
        "Send the agent any message on the gateway, or provision it again.",
        "Send the agent any message on the gateway, or run `lead ensure` or `gateway ensure-agent` again.",
      ),
      again: hint(
        "Check the connection to the gateway; if the check passes, wake the agent again.",
        "Run `gateway check`; if the check passes, run `agent wake` again.",
      ),
      notKnown: hint("If the agent does not check in, wake it.", "If the agent does not check in, run `agent wake`."),
      notThere: hint(
        "Sync the agent first: that puts it on the gateway.",
        "Run `sync` for its board first: that puts the agent on the gateway.",
      ),
    },
  },
  "not-checked-in": {
    title: "An agent did not check in",
    exit: "withErrors",
    endsRun: false,
    hints: {
      silent: hint(
        "A first turn can take longer: look at the agent again in a minute. If it stays silent, its session on the gateway shows what failed, such as the model or a command that waits for an approval.",
      ),
      unread: hint(
        'The agents were woken anyway. Check the connection under Settings, "Data", then look at the agents again.',
        "The agents were woken anyway. Run `mirror status`, then `list agents`.",
      ),
    },
  },
  "main-agent-missing": {
    title: "The gateway has no main agent",
    exit: "withErrors",
    endsRun: false,
    hints: {
      create: hint(
        'Use "Create main agent" of the gateway, or sync without "Include the main agent".',
        "Run `gateway ensure-agent NAME`, or sync with `--no-include-main`.",
      ),
    },
  },
  "board-foreign": {
    title: "The board belongs to another organization",
    exit: "withErrors",
    endsRun: false,
    hints: {
      sameOrganization: hint("Move the board to a gateway of its organization if its agents work for other people."),
    },
  },
  "no-owner": {
    title: "The organization has no owner",
    exit: "withErrors",
    endsRun: false,
    hints: {
      giveRole: hint(
        'Choose its owner under "People" (in Mission Control if its database is the source), then sync again.',
        "Run `person edit PERSON --owner` or `person add --organization NAME --name PERSON --owner` (or choose the owner in Mission Control if its database is the source), then sync again.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
