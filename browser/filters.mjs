// The day narrowed by visible filters: counted choices, what is active, and the way back; by pointer and by keyboard.
import { accessible, expect, journey, picture, signIn, words } from "./journey.mjs";

const rows = (page) => page.locator("tr.line").count();
const all = async (page) => Number((await words(page, "nav.tabs a .count")).replace(/\D/g, ""));
/** The choices of a select that narrow: value and how many rows each promises. */
const choices = (page, id) => page.locator(`#${id} option`).evaluateAll((options) => options
  .filter((option) => option.value !== "")
  .map((option) => ({ value: option.value, count: Number(option.textContent.match(/\(([\d.,]+)\)\s*$/)[1].replace(/\D/g, "")) })));

await journey(async (page) => {
  await signIn(page, "mette");
  await accessible(page, "the filters in Danish");
  const whole = await all(page);
  for (const id of ["step", "event"]) {
    for (const choice of (await choices(page, id)).slice(0, 5)) {
      await page.goto(`/?${id}=${choice.value}`);
      expect((await all(page)) === choice.count, `${id}=${choice.value}: a choice opens what it counted`);
      expect((await rows(page)) === Math.min(choice.count, 50), `${id}=${choice.value}: the rows are there`);
    }
    await page.goto("/");
  }

  // By pointer a choice takes effect at once.
  const step = (await choices(page, "step"))[0];
  await page.locator("#step").click();
  await page.locator("#step").selectOption(step.value);
  await page.waitForURL(/step=/);
  expect((await words(page, ".narrowed")).includes("Trin:"), "what narrows the list is said");
  await accessible(page, "a narrowed day in Danish");
  await picture(page, "narrowed");

  // The filter lets the case stand beside the list, and the case keeps the filter.
  await page.locator("a.verb").first().click();
  await page.waitForSelector("#case-panel .case-panel");
  expect(/step=/.test(page.url()) && /case=/.test(page.url()), "list and case stand side by side, narrowed");
  await picture(page, "narrowed-with-case");

  // One filter is lifted by itself, all of them at once.
  const event = (await choices(page, "event"))[0];
  await page.goto(`/?step=${step.value}&event=${event.value}`);
  expect((await page.locator("a.narrowing").count()) === 2, "each filter can be lifted");
  await page.locator("a.narrowing", { hasText: "Trin" }).click();
  expect(!/step=/.test(page.url()) && /event=/.test(page.url()), "only the one is lifted");
  await page.locator(".narrowed a", { hasText: "Ryd" }).click();
  expect((await all(page)) === whole, "the whole list is back");

  // By keyboard: walking through the choices moves nothing until the button is pressed.
  await page.locator("#act").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForTimeout(300);
  expect(!/act=/.test(page.url()), "walking through choices does not reload the page");
  await page.locator(".filters button[type=submit]").focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/act=/);

  await page.click("button[name=language][value=en]");
  await page.goto(`/?step=${step.value}`);
  await accessible(page, "a narrowed day in English");
  await picture(page, "narrowed-en");
});
