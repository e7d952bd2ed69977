let taken: NodeJS.ProcessEnv | undefined;

/**
 * The environment that this process was started with. The data key is taken out of `process.env`, which browsers, build tools
 * and workers that we start inherit.
 */
export function takeEnvironment(): NodeJS.ProcessEnv {
  taken ??= { ...process.env };
  delete process.env.FLIGHTDECK_KEY;
  return taken;
}
