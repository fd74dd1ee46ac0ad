// A cohort is drawn, a number opens its members, somebody leaves, cases are opened when confirmed.
import { accessible, expect, journey, picture, signIn } from "./journey.mjs";

const count = async (link) => Number((await link.innerText()).replace(/\D/g, ""));

await journey(async (page) => {
  await signIn(page, "birgit");
  await page.goto("/figures");
  await page.click("a[href='/figures/cohorts']");
  await accessible(page, "no cohorts yet");
  await page.fill("#observed-on", "2021-08-01");
  await page.click("button[value=look]");
  await accessible(page, "who it would be");
  const members = await count(page.locator(".cohort-sum strong"));
  expect(members > 0, "somebody is in the group");
  await page.click("button[value=store]");
  await page.waitForURL(/\/figures\/cohorts\/\d+$/);
  await accessible(page, "a cohort");
  await picture(page, "cohort");
  const cohort = page.url();

  const numerator = page.locator(".cohort-goal tbody tr.cohort-chosen td.number a").first();
  const number = await count(numerator);
  await numerator.click();
  expect((await page.locator("h1").innerText()).startsWith(String(number)), "the heading says the number");
  let rows = await page.locator("tr.line").count();
  for (let next = page.locator(".pager a").last(); rows < number; next = page.locator(".pager a").last()) {
    await next.click();
    rows += await page.locator("tr.line").count();
  }
  expect(rows === number, `${rows} rows behind ${number}`);
  await accessible(page, "the members behind a number");

  await page.goto(`${cohort}/members?who=remaining`);
  await page.locator("a[href*='/leave/']").first().click();
  await accessible(page, "somebody may have left");
  await page.selectOption("#reason", { index: 1 });
  await page.fill("#day", "2021-09-01");
  await page.click("main button[type=submit]");
  await page.waitForURL(cohort);
  const remaining = await count(page.locator("a[href$='who=remaining']"));
  expect(remaining === members - 1, `${remaining} of ${members} remain`);
  await accessible(page, "a cohort with a leaver");

  await page.goto(`${cohort}/now`);
  await accessible(page, "drawn today instead");

  await page.goto(`${cohort}/begin`);
  await accessible(page, "whom to mark");
  for (const box of await page.locator("input[name=member]").all()) await box.check();
  await page.click("button[value=look]");
  await accessible(page, "what would be stored");
  const without = await page.locator("tr.line", { hasText: "Åbn en sag" }).count();
  expect(without > 0, "somebody has no open case");
  await page.click("button[value=store]");
  await accessible(page, "what was stored");
  await page.goto(cohort);
  expect((await page.locator("a[href$='who=uncased']").count()) === 0, "nobody is left without an open case");
  await page.goto(`${cohort}/begin`);
  for (const box of await page.locator("input[name=member]").all()) await box.check();
  await page.click("button[value=look]");
  expect((await page.locator("button[value=store]").count()) === 0, "there is nothing more to store");
});
