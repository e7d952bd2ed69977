import { hint } from "../hint-words.ts";
import type { ErrorEntry } from "./error-entry.ts";

/* The gateway's configuration: its roster and its settings. */

const untilThen = "then sync again. Until then nothing of the agent is written.";

export const configurationErrors = {
  "config-conflict": {
    title: "The gateway's configuration kept changing",
    exit: "withErrors",
    endsRun: false,
    hints: {
      otherEditor: hint("Find out who else edits the gateway's configuration, then sync again."),
      workspaceMeanwhile: hint(
        "Sync again: Flight Deck then looks at what the agent has there before it changes anything.",
      ),
    },
  },
  "config-rejected": {
    title: "The gateway rejected its new configuration",
    exit: "withErrors",
    endsRun: false,
    hints: {
      named: hint(
        "Correct what the message names, in the agent's record or in the gateway's own configuration, then sync again.",
      ),
      alreadyInvalid: hint(
        "The gateway's configuration is invalid, and cannot be changed until it is corrected. On the gateway's host, run `openclaw doctor` to find the places. Then sync again.",
      ),
      elsewhere: hint(
        "Correct that part of the gateway's own configuration (`openclaw doctor` names it, too), then sync again.",
      ),
      seeLog: hint("See the gateway's log for the cause, then sync again. Agents with correct entries were synced."),
    },
  },
  "config-include-owned": {
    title: "The gateway keeps its roster in an included file",
    exit: "withErrors",
    endsRun: false,
    hints: {
      moveRoster: hint(
        "Change the included file on the gateway's host (a plan shows what it should say), or put its content into the main file and remove the $include, then sync again.",
      ),
    },
  },
  "config-include-lost": {
    title: "Included files of the gateway are no longer read",
    exit: "withErrors",
    endsRun: false,
    hints: {
      editOwnFile: hint(
        "Nothing is lost, but from then on edit the gateway's own file. To keep the included files, add the agents there yourself, or upgrade the gateway.",
      ),
    },
  },
  "config-comments-lost": {
    title: "The gateway's configuration file loses its comments",
    exit: "withErrors",
    endsRun: false,
    hints: {
      copyFirst: hint(
        "Before you sync, copy the file on the gateway's host if you need its comments. The settings themselves stay. Older contents are also in the .bak files next to it, until later changes replace them.",
      ),
    },
  },
  "config-not-applied": {
    title: "The gateway stored a change without applying it",
    exit: "withErrors",
    endsRun: false,
    hints: {
      restart: hint(
        "The gateway stored the change and applies it when it restarts: restart it, then sync again. This is necessary for an agent that was deleted on it before.",
      ),
    },
  },
  "scope-missing": {
    title: "This device lacks a scope",
    exit: "withErrors",
    endsRun: false,
    hints: {
      approve: (scope) =>
        hint(
          `On the gateway's host, run \`openclaw devices list\` and approve this device with the scope ${scope}; Flight Deck needs operator.read, operator.write and operator.admin. Then try again.`,
        ),
    },
  },
  "setting-invalid": {
    title: "The gateway does not accept a setting",
    exit: "withErrors",
    endsRun: false,
    hints: {
      heartbeat: hint(
        `Correct "Heartbeat" in the agent's form, ${untilThen}`,
        `Correct heartbeat_config of the agent in the fleet file, run \`import\`, ${untilThen}`,
      ),
      workspace: hint(
        `Correct "Workspace root" in the gateway's form, ${untilThen}`,
        `Correct workspace_root of the gateway in the fleet file, run \`import\`, ${untilThen}`,
      ),
      sessionKey: hint(
        `Give the agent a session key such as agent:mc-<agent id>:main (openclaw_session_id in a fleet file), ${untilThen}`,
      ),
      named: hint(
        "Correct what the message names in the agent's record, then sync again. Its entry on the gateway was not changed.",
      ),
    },
  },
  "setting-left-out": {
    title: "A setting was left out",
    exit: "withErrors",
    endsRun: false,
    hints: {
      heartbeatKeys: hint(
        "The rest of the heartbeat is written. Remove the keys from the agent's heartbeat settings to end this warning.",
      ),
      optional: hint(
        "The agents were synced without it. It is optional: it decides where agents run commands and which heartbeats are shown. Set it in the gateway's configuration yourself if you want it.",
      ),
      removedAgain: hint(
        "Nothing to do. OpenClaw 2026.5.12 and newer do not have this fault; there you can add the setting yourself.",
      ),
    },
  },
  "agents-cannot-work": {
    title: "A setting of the gateway keeps agents from working",
    exit: "withErrors",
    endsRun: false,
    hints: {
      setting: (remedy) => hint(`${remedy}. Flight Deck does not change this setting of the gateway.`),
    },
  },
  "default-base-url": {
    title: "Agents look for Mission Control on their own machine",
    exit: "withErrors",
    endsRun: false,
    hints: {
      set: hint(
        "Set Mission Control's address under Templates and base URL on the gateway's page. If Mission Control is on the gateway's machine, set the same address there to end this warning.",
        "Set Mission Control's address with `gateway edit NAME --base-url URL`. If Mission Control is on the gateway's machine, set the same address to end this warning.",
      ),
      correct: hint(
        "Start Mission Control, or set its address under Templates and base URL on the gateway's page.",
        "Start Mission Control, or set its address with `gateway edit NAME --base-url URL`.",
      ),
    },
  },
  "heartbeats-overlap": {
    title: "Heartbeats take longer than their interval",
    exit: "withErrors",
    endsRun: false,
    hints: {
      lengthen: (every, words) =>
        hint(
          `Use "Lengthen intervals" on the gateway's page: ${words} leave enough room. Then sync. Or move some agents to another gateway.`,
          `Run \`gateway lengthen-heartbeats NAME --every ${every}\`, then sync. Or move some agents to another gateway.`,
        ),
    },
  },
  "heartbeats-lost": {
    title: "Agents lose their heartbeat",
    exit: "withErrors",
    endsRun: false,
    hints: {
      ownBlock: (setting) =>
        hint(
          `Give each of them a heartbeat of its own in the gateway's configuration: set \`${setting}\` to an empty object, which takes the defaults.`,
        ),
    },
  },
  "exec-needs-approval": {
    title: "Every shell command waits for an approval",
    exit: "withErrors",
    endsRun: false,
    hints: {
      unset: hint(
        "Earlier versions of Flight Deck added this setting. If you did not set it yourself, remove it on the gateway's host: `openclaw config unset tools.exec.host`. To keep it, set tools.exec.security to full there, which runs commands without approval. Flight Deck changes neither.",
      ),
    },
  },
} satisfies Record<string, ErrorEntry>;
