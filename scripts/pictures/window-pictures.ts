import { expect, type Page } from "@playwright/test";
import { practiceFleet, practiceIds } from "../../src/practice-gateway/practice-fleet.ts";
import type { PictureName } from "./picture-names.ts";
import type { PracticeDesk } from "./practice-desk.ts";

export type WindowPicturesOptions = {
  desk: PracticeDesk;
  page: Page;
  /** Templates that differ from the built-in ones. */
  templateFolder: string;
  take: (name: PictureName) => Promise<unknown>;
};

/** Visits the screens of the README and the guide with the practice fleet, in an order in which each has something to show. */
export async function takeWindowPictures(options: WindowPicturesOptions): Promise<void> {
  const { desk, page, take } = options;
  await page.goto(desk.url);
  await expect(page.getByRole("dialog").getByText("Succeeded")).toBeVisible({ timeout: 60_000 });
  await click(page, "Look around the practice fleet");
  await open(page, "/gateways", "Gateways");
  await dismissMessages(page);
  await take("fleet");
  // The guide shows its pictures in half of a window: what is on them must be large.
  await page.setViewportSize({ width: 1040, height: 720 });
  await open(page, gatewayPath, "Practice gateway");
  await take("gateway");

  const wish = "Prefer a phone call to a mail.";
  await desk.editFile(keyOf("Pico"), "SOUL.md", (text) => text.replace("\n## ", `\n${wish}\n\n## `));
  await open(page, `/agents/${idOf("Pico")}?file=SOUL.md&view=diff`, "Pico");
  await expect(page.getByText(wish).first()).toBeVisible();
  await page.getByRole("region", { name: "Files" }).scrollIntoViewIfNeeded();
  await take("agent-diff");

  await causeTrouble(options);
  await open(page, gatewayPath, "Practice gateway");
  await click(page, "Plan");
  await expect(page.getByRole("button", { name: /^Apply / })).toBeVisible({ timeout: 60_000 });
  await dismissMessages(page);
  await page.getByRole("region", { name: "Plan", exact: true }).scrollIntoViewIfNeeded();
  await take("plan");
  await open(page, gatewayPath, "Practice gateway");
  await page.emulateMedia({ colorScheme: "dark" });
  await click(page, "Sync templates");
  // Unlike `expect`, it looks at every frame: the run takes only seconds.
  await page.getByRole("button", { name: /^Updated [1-9]$/ }).waitFor({ timeout: 30_000 });
  await page.getByRole("button", { name: "Cancel run" }).waitFor({ timeout: 1_000 });
  await take("live-run");
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.getByText("Finished with errors").first()).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("No runs in progress")).toBeVisible();
  await take("errors");

  await open(page, "/", "Needs attention");
  await expect(page.getByText("2 agents on Practice gateway have no valid token in their files")).toBeVisible();
  await dismissMessages(page);
  await take("attention");
  // The run replaced the edit of before, which is a version now.
  await open(page, `/agents/${idOf("Pico")}?file=SOUL.md&view=versions`, "Pico");
  await expect(page.getByRole("region", { name: "Differences in SOUL.md" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Compare again" })).toBeEnabled({ timeout: 30_000 });
  await page.getByRole("region", { name: "Files" }).scrollIntoViewIfNeeded();
  await take("versions");
}

/** Gives a sync something to write for every agent, and two causes of errors. */
async function causeTrouble({ desk, page, templateFolder }: WindowPicturesOptions): Promise<void> {
  for (const name of ["Otto", "Wren"]) {
    await desk.editFile(keyOf(name), "AGENTS.md", (text) =>
      text.replaceAll(/^.*(AUTH_TOKEN=|X-Agent-Token: ).*\n/gm, ""),
    );
  }
  await open(page, `/agents/${idOf("Nova")}/edit`, /Nova/);
  await page.getByRole("textbox", { name: "Own SOUL template" }).fill("You work in {{ shift }}.\n");
  await click(page, "Save agent");
  await expectTitle(page, "Nova");
  await open(page, "/templates", "Templates");
  await click(page, "Use a folder of your own");
  await page.getByRole("textbox", { name: "Path of the folder" }).fill(templateFolder);
  await click(page, "Check and use");
  await expect(page.getByText(templateFolder).first()).toBeVisible();
  await open(page, "/settings", "Settings");
  // The gateway then gets one call after the other, so that the run can be seen.
  await page.getByLabel("Calls in flight per gateway").fill("1");
  await click(page, "Save concurrency");
  await expect(page.getByText("Up to 1 calls at a time per gateway")).toBeVisible();
  await dismissMessages(page);
}

async function open(page: Page, path: string, title: string | RegExp): Promise<void> {
  await page.goto(`${new URL("/", page.url()).href}#${path}`);
  await expectTitle(page, title);
}

async function expectTitle(page: Page, name: string | RegExp): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible({ timeout: 20_000 });
}

async function click(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function dismissMessages(page: Page): Promise<void> {
  const dismiss = page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Dismiss" });
  while ((await dismiss.count()) > 0) await dismiss.first().click();
}

const gatewayPath = `/gateways/${practiceIds.gatewayId}`;

function idOf(agentName: string): string {
  const agents = practiceFleet({ gatewayUrl: "", token: "" }).agents as { id: string; name: string }[];
  const agent = agents.find(({ name }) => name === agentName);
  if (!agent) throw new Error(`The practice fleet has no agent ${agentName}.`);
  return agent.id;
}

const keyOf = (agentName: string) => `mc-${idOf(agentName)}`;
