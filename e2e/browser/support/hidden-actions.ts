import { expect, type Page } from "@playwright/test";

/** Checks that every control of the screen is inside the window and not cut off by something that scrolls sideways. */
export async function expectActionsInside(page: Page, name: string): Promise<void> {
  await expect(page.getByRole("status", { name: /^Loading/ })).toHaveCount(0);
  expect.soft(await page.evaluate(findHiddenActions), `controls outside the screen on ${name}`).toEqual([]);
}

/** Runs in the page. @returns what is outside: the control, and what cuts it off */
function findHiddenActions(): string[] {
  const slackPx = 1;
  const isShown = (element: Element) => element.checkVisibility({ visibilityProperty: true });
  const nameOf = (element: Element) =>
    (element.getAttribute("aria-label") ?? element.textContent ?? element.tagName).trim().slice(0, 60);
  const whatHides = (control: Element): string | null => {
    const { left, right, width, height } = control.getBoundingClientRect();
    // Controls that only screen readers see are one pixel wide.
    if (width <= 1 || height <= 1) return null;
    if (left < -slackPx || right > innerWidth + slackPx) return `the window (${Math.round(right)} px)`;
    for (let outer = control.parentElement; outer; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX === "visible") continue;
      const box = outer.getBoundingClientRect();
      if (left < box.left - slackPx || right > box.right + slackPx) {
        return `<${outer.tagName.toLowerCase()} class="${outer.className}"> (${Math.round(right - box.right)} px)`;
      }
    }
    return null;
  };
  const controls = document.querySelectorAll(
    "main :is(a[href], button, input, select, textarea, summary, [role=tab], [role=checkbox])",
  );
  return [...controls].filter(isShown).flatMap((control) => {
    const hidden = whatHides(control);
    return hidden ? [`${nameOf(control)}: outside ${hidden}`] : [];
  });
}
