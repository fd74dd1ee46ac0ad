// The day without a mouse: search, walk the list, open the case beside it, register.
import { expect, journey, signIn, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  await page.keyboard.press("Tab");
  expect((await words(page, ":focus")).length > 0, "the first stop is the link to the content");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  expect(await page.evaluate(() => document.activeElement.matches("a.verb")), "j walks down the list");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#case-panel .case-panel");
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement.matches("input[type=search]")), "/ goes to the search field");
  await page.keyboard.type("jok");
  expect((await page.inputValue("input[type=search]")) === "jok", "letters in a field are letters");
  await page.keyboard.press("Escape");
  await page.goto("/");
  await page.keyboard.press("j");
  await page.keyboard.press("o");
  await page.waitForURL(/\/cases\/\d+/);
  // Everything that can be clicked can be reached.
  const reached = new Set();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.getAttribute("href")));
  }
  expect([...reached].some((href) => href && href.includes("/register")), "registering is reached with Tab");
});
