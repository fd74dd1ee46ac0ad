// Every page, in both languages, looked at by axe.
import { accessible, expect, firstCase, journey, picture, signIn } from "./journey.mjs";

await journey(async (page) => {
  await page.goto("/sign-in");
  await accessible(page, "sign in");
  await signIn(page, "birgit");
  const address = await firstCase(page);
  const citizen = await page.evaluate(() => document.querySelector("a[href^='/citizens/']")?.getAttribute("href") ?? null);
  const register = await page.locator("a[href*='/register/']").first().getAttribute("href");
  const handbook = await page.locator(".case-facts a[href^='/handbook/']").getAttribute("href");
  const pages = [
    "/", "/?group=overdue", "/?who=team", "/?who=team&act=must&role=jobformidler", "/cases", "/reform", "/unassigned", "/citizens", "/citizens/new", "/about", "/handbook", handbook,
    "/figures", "/figures/fuldtidspersoner", "/figures/ledige?by=age-five", "/figures/fuldtidspersoner?whose=both", "/figures/fuldtidspersoner?whose=all&by=benefit", "/figures/ask", "/figures/ask?line=alder%20%3E%3D%2030",
    address, `${address}/journal`, `${address}/plan`, `${address}/plan?as-of=2021-01-15`, `${address}/time`, `${address}/what-if`,
    `${address}/register`, register, `${address}/hand-over`, `${address}/hold`, `${address}/close`, "/findes-ikke",
    ...(citizen ? [citizen.replace(/\/access$/, ""), `${citizen.replace(/\/access$/, "")}/access`, `${citizen.replace(/\/access$/, "")}/populations?named=maalestok-w3`] : []),
  ];
  for (const language of ["da", "en"]) {
    for (const path of pages) {
      const answer = await page.goto(path);
      expect(answer.status() < 500, `${path} answered ${answer.status()}`);
      expect((await page.getAttribute("html", "lang")) === language, `${path} is not in ${language}`);
      const text = await page.locator("body").innerText();
      expect(!text.includes("⟨"), `${path} in ${language} lacks a text: ${text.match(/⟨[^⟩]*⟩/)}`);
      await accessible(page, `${path} in ${language}`);
      await picture(page, `${language}${path.replace(/[^a-z0-9]+/gi, "-")}`);
    }
    if (language === "da") {
      await page.goto("/");
      await page.click("button[name=language][value=en]");
    }
  }
});
