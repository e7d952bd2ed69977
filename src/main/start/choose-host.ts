export type HostFacts = {
  /** The words after `npm start --`. */
  words: string[];
  env: { DISPLAY?: string | undefined; WAYLAND_DISPLAY?: string | undefined };
  platform: NodeJS.Platform;
  /** The user's number; undefined on Windows. */
  userId: number | undefined;
};

/** `why` completes the sentence "Flight Deck opens in the browser ...". */
export type HostChoice = { host: "desktop" } | { host: "browser"; why: string };

/** The desktop, unless another host was chosen or it could not be seen. Whether its binary exists is checked later. */
export function chooseHost({ words, env, platform, userId }: HostFacts): HostChoice {
  const asked = words.find((word) => /^--(serve|port)(=|$)/.test(word));
  if (asked) return browser(`because of ${asked.split("=")[0]}`);
  if (platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) return browser("because there is no display here");
  if (platform === "linux" && userId === 0) return browser("because Electron's sandbox does not start for root");
  return { host: "desktop" };
}

function browser(why: string): HostChoice {
  return { host: "browser", why };
}
