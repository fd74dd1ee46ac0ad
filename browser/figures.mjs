// Figures: a number opens its rows, the chosen view lies in the address, a typed line is counted while it is written.
import { accessible, expect, journey, signIn } from "./journey.mjs";

await journey(async (page) => {
  await signIn(page, "birgit");
  await page.goto("/figures");
  await accessible(page, "the list of indicators");
  await page.goto("/figures/fuldtidspersoner?number=personer");
  await accessible(page, "an indicator");
  const link = page.locator(".figure-table td a").last();
  const number = Number((await link.innerText()).replace(/\D/g, ""));
  expect(number > 0, "somebody is counted");
  await link.click();
  expect((await page.locator("h1").innerText()).startsWith(String(number)), "the heading says the number");
  let rows = await page.locator("tr.line").count();
  for (let next = page.locator(".pager a").last(); rows < number; next = page.locator(".pager a").last()) {
    await next.click();
    rows += await page.locator("tr.line").count();
  }
  expect(rows === number, `${rows} rows behind ${number}`);
  await accessible(page, "the rows behind a number");

  await page.goto("/figures/fuldtidspersoner?whose=all&by=benefit");
  expect((await page.locator(".figure-table td a").count()) === 0, "the municipality's numbers open nothing");
  expect((await page.locator("svg.chart").count()) === 1, "there is a chart");
  await accessible(page, "the municipality by benefit");

  await page.goto("/figures/fuldtidspersoner/compare");
  await accessible(page, "a comparison");
  expect((await page.locator("svg.chart").count()) === 1, "the comparison is drawn");
  const columns = await page.locator(".compare-numbers thead th").count();
  await page.locator(".compare-areas details summary").nth(1).click();
  await page.locator(".compare-neighbours input:visible").first().check();
  await page.locator("form .filters button").first().click();
  expect((await page.locator(".compare-numbers thead th").count()) === columns + 1, "a neighbour stands beside");
  expect((await page.locator(".figure-beside tbody tr").count()) > 0, "the published number stands beside ours");
  const same = await page.locator(".figure-notes a", { hasText: "Link" }).getAttribute("href");
  await page.goto(same);
  expect((await page.locator(".compare-numbers thead th").count()) === columns + 1, "the address makes the same comparison");

  await page.goto("/figures");
  await page.locator('a[href^="/figures/judged/"]').first().click();
  expect((await page.locator(".judged-answer").count()) === 1, "a judgement has an answer");
  expect((await page.locator(".judged tbody tr").count()) > 2, "every part stands there");
  await accessible(page, "a judgement");
  await page.goto("/figures/left-out");
  await accessible(page, "who is left out");

  await page.goto("/figures/ask");
  await accessible(page, "ask yourself");
  await page.fill("#line", "på(kontanhjælp)");
  await page.waitForSelector("#count .fault");
  const fault = await page.locator("#count .fault").innerText();
  expect(fault.includes("^^^") && fault.includes("kontanthjælp"), "the fault points and suggests");
  await page.fill("#line", "på(kontanthjælp) og alder >= 30");
  await page.waitForSelector("#count .ask-found");
  const counted = Number((await page.locator("#count strong").innerText()).replace(/\D/g, ""));
  await page.locator("#count a").click();
  expect((await page.locator("h1").innerText()).startsWith(String(counted)), "the count opens its rows");
  await accessible(page, "the rows behind a typed line");
});
