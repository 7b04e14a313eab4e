// Checks that every page must pass in Chromium.
import axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/**
 * Expects that axe objects to nothing and that nothing is wider than the screen. With `SAOMA_LOOK` it saves a picture
 * there under this name.
 */
export async function looksRight(page: Page, name: string, without: readonly string[] = []): Promise<void> {
  if (process.env.SAOMA_LOOK) await page.screenshot({ path: `${process.env.SAOMA_LOOK}/${name}.png`, fullPage: true });
  await page.evaluate(axe.source);
  const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  const { violations } = (await page.evaluate(`axe.run(document, ${JSON.stringify({ rules })})`)) as axe.AxeResults;
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
}

/** The filled buttons of the demo, which mark its main action. */
export const mainButtons = (page: Page): Promise<string[]> =>
  page.evaluate(`[document.querySelector(".door"), document.querySelector("saoma-login").shadowRoot]
    .flatMap((root) => [...root.querySelectorAll("button, a.pill")])
    .filter((each) => each.checkVisibility() && !/rgba\\(.* 0\\)/.test(getComputedStyle(each).backgroundColor))
    .map((each) => each.textContent)`);
