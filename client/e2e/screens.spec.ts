import { Person } from "./person";
import { expect, test } from "./test";

const TOLERANCE = { maxDiffPixelRatio: 0.04, animations: "disabled", caret: "hide" } as const; // across versions of Chromium

for (const colorScheme of ["light", "dark"] as const)
  test(`the front door looks as it did, ${colorScheme}`, async ({ browser }) => {
    const options = { colorScheme, viewport: { width: 800, height: 700 } };
    const { page } = await Person.arrive(browser, options);
    for (const path of ["sign-in", "register"]) {
      await page.goto(`/${path}`);
      await expect(page.getByLabel("Password", { exact: true })).toBeVisible();
      await page.evaluate(() => document.fonts.ready);
      await expect(page).toHaveScreenshot(`${path}-${colorScheme}.png`, TOLERANCE);
    }
  });
