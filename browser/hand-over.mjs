// A role is handed over; the team leader gives out a case that has nobody; somebody without the right is told so.
import { accessible, expect, firstCase, journey, picture, signIn, signOut, words } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "mette");
  const address = await firstCase(page);
  await page.goto(`${address}/hand-over`);
  await accessible(page, "handing over");
  await page.locator("input[name=role][value=sagsbehandler]").check();
  // Each colleague stands with job function and team.
  const yusuf = await page.locator("#field-employee option", { hasText: "Yusuf Dahl, sagsbehandler" }).getAttribute("value");
  await page.locator("#field-employee").selectOption(yusuf);
  await page.fill("#field-note", "Du overtager efter aftale.");
  await page.click("button[value=preview]");
  await page.click("button[value=store]");
  await page.waitForURL((url) => url.pathname === address);
  expect((await words(page, ".case-holders")).includes("Yusuf Dahl"), "the head names the new caseworker");
  await signOut(page);

  await signIn(page, "poul");
  await page.goto(address);
  expect((await page.locator("a[href$='/register']").count()) === 0, "a reader is offered nothing to register");
  const answer = await page.goto(`${address}/hand-over`);
  expect(answer.status() === 403, "a reader may not hand over");
  await accessible(page, "the refusal");
  await signOut(page);

  await signIn(page, "birgit");
  await page.goto("/unassigned");
  await accessible(page, "unassigned cases");
  await picture(page, "unassigned");
  const before = await page.locator("main input[type=checkbox]").count();
  expect(before > 0, "some cases have nobody");
  await page.locator("main input[type=checkbox]").first().check();
  await page.locator("main select[name=employee]").selectOption({ index: 1 });
  await page.locator("main form button[type=submit]").last().click();
  await page.goto("/unassigned");
  expect((await page.locator("main input[type=checkbox]").count()) < before, "the case was given out");
});
