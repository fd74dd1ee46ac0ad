// What if: the day moves and an act is pretended; nothing is stored.
import { accessible, expect, firstCase, journey, picture, signIn, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  const address = await firstCase(page);
  await page.goto(`${address}/journal`);
  const before = await page.locator(".journal > li").count();
  await page.goto(`${address}/what-if`);
  await accessible(page, "what if");
  const acts = await page.locator("#do option").count();
  expect(acts > 5, "there are acts to pretend");
  await page.locator("#do").selectOption({ index: 1 });
  await page.fill("#day", "2022-03-15");
  await page.click("main form button[type=submit]");
  expect((await words(page, "#what-if-result")).includes("15. marts 2022"), "it tells the day one looks from");
  await picture(page, "what-if");
  await page.goto(`${address}/journal`);
  expect((await page.locator(".journal > li").count()) === before, "what if stored something");
});
