// A fact is corrected, another is retracted; the trace remains, the content is hidden from ordinary readers.
import { accessible, caseWith, expect, journey, picture, signIn, signOut, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  const address = await caseWith(page, "indkald-forberedende");
  await page.locator("a[href*='/register/indkald-forberedende']").first().click();
  await page.fill("#field-own-day", "2021-09-23");
  await page.fill("#field-note", "Hemmeligt notat til prøven.");
  await page.click("button[value=preview]");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);

  await page.goto(`${address}/journal`);
  const line = page.locator(".journal > li", { hasText: "Hemmeligt notat" }).first();
  await line.locator("a[href$='/correct']").click();
  await accessible(page, "the correction");
  expect((await page.inputValue("#field-own-day")) === "2021-09-23", "the form holds what the fact says");
  await page.fill("#field-own-day", "2021-09-30");
  await page.click("button[value=preview]");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  expect((await words(page, "main")).includes("30. september 2021"), "the appointment moved with the correction");

  await page.goto(`${address}/journal`);
  const corrected = page.locator(".journal > li:not(.is-replaced)", { hasText: "Hemmeligt notat" }).first();
  await corrected.locator("a[href$='/retract']").click();
  await accessible(page, "the retraction");
  await page.click("button[value=preview]");
  expect((await page.locator("#fault-note").count()) === 1, "a retraction needs a reason");
  await page.fill("#field-note", "Registreret på den forkerte borger.");
  await page.click("button[value=preview]");
  await picture(page, "retract-preview");
  expect((await page.locator(".changes li").count()) > 0, "the consequences are shown first");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  await page.goto(`${address}/journal`);
  const journal = await words(page, "main");
  expect(!journal.includes("Hemmeligt notat"), "the content of what was retracted is hidden");
  expect(journal.includes("trukket tilbage"), "the trace remains");
  await picture(page, "journal");

  await signOut(page);
  await signIn(page, "birgit");
  await page.goto(`${address}/journal`);
  expect((await words(page, "main")).includes("Hemmeligt notat"), "the team leader can see what was retracted");
});
