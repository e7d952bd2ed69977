import { expect, type Page } from "@playwright/test";
import type { PageWatch, StepFigures } from "./watch-page.ts";

export type WalkOptions = {
  page: Page;
  watch: PageWatch;
  url: string;
  /** Puts the agents and their tokens on the gateway. */
  plant: () => Promise<void>;
  /** Called after each step. */
  onStep: (figures: StepFigures) => Promise<void>;
};

/** Ten minutes: a run of ten thousand agents on a busy machine. */
const runTimeoutMs = 600_000;

/** Simulates an operator with a large fleet, who uses the list of agents and watches three runs to their end. */
export async function walk(options: WalkOptions): Promise<void> {
  const { page, watch, url, plant, onStep } = options;
  page.setDefaultTimeout(30_000);
  const step = async (name: string, act: () => Promise<void>) => onStep(await watch.step(name, act));
  // The page that asks for the link is opened first, so that the observed renderer loads the first screen.
  await page.goto(new URL("/", url).href);
  await step("first screen", async () => {
    await page.goto(url);
    await page.getByRole("button", { name: /^Sync Bench / }).waitFor();
  });
  await agentsList(page, step);
  await step("run without tokens: every agent an error", async () => {
    await startRun(page);
    await runEnd(page);
  });
  await plant();
  await step("first half of a run that writes every file", async () => {
    await startRun(page);
    await done(page, 50);
  });
  await step("reload during a run", async () => {
    await page.reload();
    await progress(page).waitFor();
  });
  await step("typing in the run's filter", async () => {
    await typeInto(page, "agent 77");
  });
  await step("rest of that run", () => runEnd(page));
  await step("run that finds everything unchanged", async () => {
    await startRun(page);
    await runEnd(page);
  });
  await step("opening Agents after that", () => openAgents(page));
}

async function agentsList(page: Page, step: (name: string, act: () => Promise<void>) => Promise<void>): Promise<void> {
  await step("opening Agents", () => openAgents(page));
  await step("scrolling through them", async () => {
    await page.getByRole("table", { name: "Agents" }).hover();
    for (let turn = 0; turn < 40; turn += 1) await page.mouse.wheel(0, 4_000);
    await page.waitForTimeout(500);
  });
  await step("typing in their filter", () => typeInto(page, "agent 99"));
  await step("sorting them", async () => {
    await page.getByRole("button", { name: "Board", exact: true }).click();
    await page.getByRole("columnheader", { name: "Board" }).and(page.locator("[aria-sort=ascending]")).waitFor();
  });
}

async function openAgents(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Agents", exact: true }).click();
  await page.getByRole("table", { name: "Agents" }).getByRole("row").nth(5).waitFor();
}

async function typeInto(page: Page, text: string): Promise<void> {
  const field = page.getByRole("searchbox", { name: "Filter agents" });
  await field.pressSequentially(text, { delay: 80 });
  await expect(page.getByText(/\d agents? of /)).toBeVisible();
  for (const _ of text) await field.press("Backspace", { delay: 40 });
}

async function startRun(page: Page): Promise<void> {
  await page.getByRole("link", { name: "Gateways", exact: true }).click();
  await page.getByRole("button", { name: /^Sync Bench / }).click();
  await progress(page).waitFor();
}

function progress(page: Page) {
  return page.getByRole("region", { name: "Progress" });
}

/** Waits until a part of the run is done. */
async function done(page: Page, percent: number): Promise<void> {
  await untilTitle(page, (title) => Number(/^(\d+) % /.exec(title)?.[1] ?? 100) >= percent);
}

async function runEnd(page: Page): Promise<void> {
  await untilTitle(page, (title) => !/^\d+ % /.test(title));
}

/** Reads the progress from the title, because polling an element would be work for the page's own thread. */
async function untilTitle(page: Page, isReached: (title: string) => boolean): Promise<void> {
  for (const startedAtMs = performance.now(); performance.now() - startedAtMs < runTimeoutMs; ) {
    await page.waitForTimeout(500);
    if (isReached(await page.title())) return;
  }
  throw new Error("the run did not get there in time");
}
