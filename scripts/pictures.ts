import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Locator, type Page } from "@playwright/test";
import { ensureBuilt } from "../src/main/start/ensure-built.ts";
import { chromiumOptions } from "./chromium.ts";
import { firstStartOutput } from "./pictures/first-start-output.ts";
import { writeOwnTemplates } from "./pictures/own-templates.ts";
import { largestPictureBytes, type PictureName, pictureFile } from "./pictures/picture-names.ts";
import { startPracticeDesk } from "./pictures/practice-desk.ts";
import { terminalPage } from "./pictures/terminal-page.ts";
import { takeWindowPictures } from "./pictures/window-pictures.ts";

/**
 * `npm run pictures`: takes the pictures of the README and the guide again, of the practice fleet in Chromium, so that they show what the
 * program shows. Look at them before you commit them.
 */
const root = join(import.meta.dirname, "..");

await ensureBuilt(root, console.error);
const folder = mkdtempSync(join(tmpdir(), "flight-deck-pictures-"));
const browser = await chromium.launch(chromiumOptions);
try {
  await takeTerminalPicture(browser, join(folder, "terminal"));
  await takeWindowPicturesOf(browser, join(folder, "window"));
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

async function takeTerminalPicture(browser: Browser, dataDir: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  await page.setContent(terminalPage(await firstStartOutput(dataDir)));
  await save(page.locator("pre"), "first-sync");
  await page.close();
}

async function takeWindowPicturesOf(browser: Browser, dataDir: string): Promise<void> {
  const desk = await startPracticeDesk(dataDir);
  const templateFolder = writeOwnTemplates(join(folder, "templates"));
  const page = await browser.newPage({
    viewport: { width: 1360, height: 850 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  try {
    await takeWindowPictures({ desk, page, templateFolder, take: (name) => save(page, name) });
  } finally {
    await page.close();
    await desk.stop();
  }
}

async function save(what: Page | Locator, name: PictureName): Promise<void> {
  const path = join(root, pictureFile(name));
  await what.screenshot({ path, animations: "disabled" });
  const { size } = statSync(path);
  console.log(`${pictureFile(name)}  ${Math.round(size / 1000)} KB`);
  if (size > largestPictureBytes) process.exitCode = 1;
}
