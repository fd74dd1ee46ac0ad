// What is blocked says why and who can do something about it, and is recorded all the same with a reason.
import { accessible, expect, firstCase, journey, picture, signIn, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  let address = null;
  let act = null;
  await page.goto("/?group=overdue");
  const cases = await page.locator("a.case-link").evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute("href")))]);
  for (const candidate of cases) {
    await page.goto(candidate);
    const blocked = page.locator(".duty:has(.duty-blocked) .duty-verb a[href*='/register/step-up-moede']");
    if ((await blocked.count()) > 0) {
      address = candidate;
      act = await blocked.first().getAttribute("href");
      break;
    }
  }
  expect(act !== null, "some case has a blocked step-up meeting that is overdue");
  const reasons = page.locator(".duty-blocked .reasons li");
  expect((await reasons.count()) > 0, "the blocked duty says why");
  expect((await reasons.first().locator("a").count()) >= 2, "the reason links to the remedy and to its source");
  await picture(page, "blocked");

  await page.goto(act);
  expect((await page.locator(".alert-warning .reasons li").count()) > 0, "the form says what is in the way");
  await page.locator("input[name='answer-i-maalgruppe'][value='nej']").check();
  await page.click("button[value=preview]");
  // What is not answered is named in the form first; whoever cannot answer goes on without.
  const unanswered = page.locator("input[name=unanswered]");
  if ((await unanswered.count()) > 0) {
    await accessible(page, "the form with what is missing");
    await unanswered.check();
    await page.click("button[value=preview]");
  }
  await accessible(page, "the preview of something blocked");
  await page.click("button[value=store]");
  expect((await page.locator("#fault-reason").count()) === 1, "without a reason it is not stored");
  await page.fill("#reason", "Mødet blev holdt, da borgeren kom uanmeldt.");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  await page.goto(`${address}/journal`);
  expect((await words(page, "#deviations")).includes("uanmeldt"), "the deviation is listed with its reason");
  await accessible(page, "the journal");
  await firstCase(page);
});
