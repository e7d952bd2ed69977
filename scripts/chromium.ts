import { existsSync } from "node:fs";

const debian = "/usr/bin/chromium";

/** The Chromium of tests and pictures: `CHROMIUM_PATH`, else Debian's, else undefined for the one that Playwright installs. */
export const chromiumPath = process.env.CHROMIUM_PATH ?? (existsSync(debian) ? debian : undefined);

/** How Playwright starts it. */
export const chromiumOptions = {
  ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
  args: ["--no-sandbox", "--disable-background-networking"],
};
