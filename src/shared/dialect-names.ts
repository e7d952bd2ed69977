import { z } from "zod";
import { keysOf } from "./typed-keys.ts";

/** The dialects of gateways by name, each in a few words for an operator (docs/gateways.md, Two dialects). */
export const dialectWords = {
  classic: "Classic: roster as a list, TOOLS.md and HEARTBEAT.md as files",
  current: "Current: roster as entries, heartbeat as an automation",
};

export type DialectName = keyof typeof dialectWords;

export const dialectNameSchema = z.enum(keysOf(dialectWords));

/** Where a gateway keeps the texts that not every gateway has as files of their own. */
export type FilePlaces = {
  /** Where TOOLS goes: a file of its own, or the `## Tools` section of AGENTS.md. */
  toolsHome: "file" | "agents-section";
  /** Where HEARTBEAT goes: a file of its own, or the scratch of the agent's heartbeat automation. */
  heartbeatHome: "file" | "scratch";
};
