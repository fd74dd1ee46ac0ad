// Sign in, the day, a case, register, and see that the duty is gone.
import { accessible, caseWith, expect, journey, picture, signIn, words } from "./journey.mjs";

await journey(async (page) => {
  await page.goto("/");
  expect(page.url().includes("/sign-in"), "without signing in there is only the sign-in page");
  await signIn(page, "mette");
  await picture(page, "day");
  const before = await page.locator("tr[data-case]").count();
  expect(before > 0, "the day has rows");
  await accessible(page, "the day");

  // The case stands beside the list; choosing a row does not reload the list.
  await page.evaluate(() => { window.sameList = true; });
  await page.locator("a.verb").first().click();
  await page.waitForSelector("#case-panel .case-panel");
  expect(await page.evaluate(() => window.sameList === true), "the list was reloaded");
  await accessible(page, "the day with a case beside it");
  await picture(page, "day-with-case");

  const address = await caseWith(page, "indkald-forberedende");
  await page.locator("a[href*='/register/indkald-forberedende']").first().click();
  await accessible(page, "the form");
  await page.fill("#field-own-day", "2021-09-22");
  await page.fill("#field-own-time", "10:30");
  await page.fill("#field-note", "Indkaldt med brev.");
  await page.click("button[value=preview]");
  await picture(page, "preview");
  await accessible(page, "the preview");
  expect((await page.locator(".changes-preview-discharged li").count()) > 0, "the preview says what is discharged");
  expect((await page.locator(".changes-preview-opened li").count()) > 0, "the preview says what is opened");
  // The same post twice, as a double click or a lost answer makes it, stores once.
  await page.goto(`${address}/journal`, { waitUntil: "load" }).catch(() => {});
  const before_post = await page.locator(".journal > li").count();
  await page.goto(`${address}/register/indkald-forberedende`);
  await page.fill("#field-own-day", "2021-09-22");
  await page.fill("#field-own-time", "10:30");
  await page.fill("#field-note", "Indkaldt med brev.");
  await page.click("button[value=preview]");
  await page.evaluate(async () => {
    const body = new URLSearchParams(new FormData(document.querySelector("form.sheet")));
    body.set("step", "store");
    await fetch(location.href, { method: "POST", body });
  });
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  expect((await words(page, "main")).includes("22. september 2021"), "the appointment stands in the case");
  await page.goto(`${address}/journal`);
  expect((await words(page, ".journal li")).includes("Indkaldt med brev."), "the journal has the note");

  expect((await page.locator(".journal > li").count()) === before_post + 1, "a repeated post stored something twice");
});
