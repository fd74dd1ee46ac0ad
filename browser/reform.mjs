// New rules: the day says so, every affected case stands there with its duties before and after, and is confirmed one by one.
import { accessible, expect, journey, picture, signIn, signOut, words } from "./journey.mjs";

const count = async (page, name) => {
  const tab = page.locator("nav.tabs a", { hasText: name }).locator(".count");
  return Number((await tab.innerText()).replace(/\D/g, ""));
};

await journey(async (page) => {
  await signIn(page, "mette");
  await page.click(".notice a[href^='/reform']");
  expect((await words(page, "h1")) === "Nye regler", "the day leads to the new rules");
  await accessible(page, "new rules in Danish");
  await picture(page, "da");
  const all = await count(page, "Alle sager");
  expect(all > 0, "some of her cases are affected");
  expect((await page.locator("tr.reform-case").count()) === Math.min(all, 50), "every affected case is listed");

  // A number opens exactly the rows it counted, and the rows are of that kind.
  const dropping = await count(page, "Noget bortfalder");
  await page.locator("nav.tabs a", { hasText: "Noget bortfalder" }).click();
  expect((await page.locator("tr.reform-case").count()) === dropping, "the number opens its rows");
  expect(dropping > 0, "the reform repeals something in her cases");
  for (const body of await page.locator("table.reform tbody").all()) {
    expect((await body.locator("tr.reform-drops").count()) > 0, "each of them loses a duty");
  }

  // The case's own page tells the same in full; nothing has changed yet.
  await page.locator("a[href$='/law']").first().click();
  await accessible(page, "the new rules of one case");
  await page.click("button[value=preview]");
  expect((await page.locator(".changes-preview-dropped li").count()) > 0, "the preview names what lapses");
  for (const name of await page.locator(".changes strong").allInnerTexts()) {
    expect(/[A-ZÆØÅ ]/.test(name), `»${name}« is an id, not a name`);
  }
  await picture(page, "one-case");

  await page.goto("/reform?effect=drops");
  const name = await words(page, "tr.reform-case a.verb");
  await page.locator("tr.reform-case button[value=store]").first().click();
  await page.waitForURL(/confirmed=/);
  expect((await words(page, "[role=status]")).includes("følger nu de nye regler"), "it says what was confirmed");
  expect((await count(page, "Alle sager")) === all - 1, "the case has left the list");
  await page.click("[role=status] a");
  expect((await words(page, "h1")) === name, "the message leads to the case");
  expect(!(await words(page, "main")).includes("Nye regler gælder for sagen"), "the case follows the new rules");
  await signOut(page);

  // The team leader sees the team's cases, in English too; a reader sees them and confirms nothing.
  await signIn(page, "birgit");
  await page.click("button[name=language][value=en]");
  await page.goto("/reform");
  await accessible(page, "new rules in English");
  await picture(page, "en");
  const team = await count(page, "All cases");
  expect(team > all, "the team has more cases than one caseworker");
  await page.locator("nav.pager a[rel=next]").click();
  expect((await page.locator("tr.reform-case").count()) === Math.min(team - 50, 50), "the next page goes on");
  const other = await words(page, "tr.reform-case a.verb");
  await page.fill("input[type=search]", other);
  await page.click("form[role=search] button");
  const found = await count(page, "All cases");
  expect(found > 0 && found < team, "a search narrows the list");
  await page.click("button[name=language][value=da]");
  await signOut(page);
  await signIn(page, "poul");
  await page.goto("/reform");
  expect((await page.locator("tr.reform-case").count()) > 0, "a reader sees them");
  expect((await page.locator("button[value=store]").count()) === 0, "a reader confirms nothing");
});
