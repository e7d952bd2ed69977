import { expect, type Page } from "@playwright/test";
import type { PageWatch, StepFigures } from "./watch-page.ts";

export type WalkOptions = {
  page: Page;
  watch: PageWatch;
  url: string;
  agents: number;
  /** Puts the agents and their tokens on the gateway. */
  plant: () => Promise<void>;
  /** Told of each step when it is over. */
  onStep: (figures: StepFigures) => Promise<void>;
};

/** Ten minutes: a run of ten thousand agents on a busy machine. */
const runTimeoutMs = 600_000;

/** Goes the way of an operator with a large fleet: its list, and three runs watched to their end. */
export async function walk(options: WalkOptions): Promise<void> {
  const { page, watch, url, plant, onStep } = options;
  page.setDefaultTimeout(30_000);
  const step = async (name: string, act: () => Promise<void>) => onStep(await watch.step(name, act));
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
    await done(page, 0.5, options.agents);
  });
  await step("reload in mid-run", async () => {
    await page.reload();
    await progress(page).waitFor();
  });
  await step("typing in the run's filter", async () => {
    await typeInto(page, "agent 77");
  });
  await step("the rest of that run", () => runEnd(page));
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

async function done(page: Page, share: number, agents: number): Promise<void> {
  const enough = async () => {
    const text = await progress(page).locator("p").first().innerText();
    const [count = "0"] = text.split(" of ");
    return text.includes(" of ") && Number(count.replaceAll(",", "")) >= agents * share;
  };
  await expect.poll(enough, { timeout: runTimeoutMs, intervals: [500] }).toBe(true);
}

async function runEnd(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Cancel run" }).waitFor({ state: "detached", timeout: runTimeoutMs });
}
