// The same work without JavaScript.
import { caseWith, expect, journey, picture, signIn, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  await page.locator("a.verb").first().click();
  expect((await page.locator("#case-panel .case-panel").count()) === 1, "the case stands beside the list after a whole page");
  await picture(page, "day-with-case");
  const address = await caseWith(page, "indkald-forberedende");
  await page.locator("a[href*='/register/indkald-forberedende']").first().click();
  await page.fill("#field-own-day", "2021-09-24");
  await page.click("button[value=preview]");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  expect((await words(page, "main")).includes("24. september 2021"), "it was stored");
}, { javaScriptEnabled: false });
