/** A setting of a gateway that keeps agents from working or from checking in with Mission Control. */
export type WorkObstacle = {
  /** Its name in the gateway's configuration, such as `tools.exec.mode`. */
  setting: string;
  /** What it means, without the setting's name: `is "ask": each shell command waits for a person's approval`. */
  why: string;
  /** What to set instead. */
  remedy: string;
  /** The keys of the agents it concerns; null for all. */
  agentKeys: string[] | null;
};
