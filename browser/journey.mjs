// What every journey needs: a browser, somebody signed in, a look with axe, a picture, and plain assertions.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

const address = process.env.TOVHOLDER_ADDRESS;
const pictures = process.env.TOVHOLDER_SCREENSHOTS;

/** Fails the journey with words a person understands. */
export function expect(holds, words) {
  if (!holds) throw new Error(words);
}

/** Logins and passwords as the demonstration printed them: first the login, then the password, then the role. */
function password(login) {
  const said = readFileSync(process.env.TOVHOLDER_SAID, "utf8");
  const line = said.split("\n").map((line) => line.trim().split(/\s+/)).find((words) => words[0] === login);
  expect(line !== undefined, `the demonstration printed no password for ${login}`);
  return line[1];
}

/** Runs a journey in a fresh browser; any error of the page's own scripts or of the content policy fails it. */
export async function journey(steps, options = {}) {
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=da-DK"],
  });
  const context = await browser.newContext({ locale: "da-DK", viewport: { width: 1400, height: 1000 }, baseURL: address, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself reports every answer of 4xx; those are asked for on purpose here.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  try {
    await steps(page, context);
    expect(complaints.length === 0, complaints.join("\n"));
  } catch (error) {
    await page.screenshot({ path: join(pictures, "failed.png"), fullPage: true }).catch(() => {});
    console.error(`at ${page.url()}`);
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    await browser.close();
  }
}

export async function signIn(page, login) {
  await page.goto("/sign-in");
  await page.fill("#login", login);
  await page.fill("#password", password(login));
  await page.click("main button[type=submit]");
  await page.waitForURL((url) => url.pathname === "/");
}

export async function signOut(page) {
  await page.click("form[action='/sign-out'] button");
  await page.waitForURL("**/sign-in*");
}

/** Nothing serious may be found by axe. */
export async function accessible(page, name) {
  const result = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]).analyze();
  const bad = result.violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  const words = bad.map((violation) => `${violation.id} (${violation.impact}): ${violation.help}\n    ${violation.nodes.slice(0, 3).map((node) => node.html).join("\n    ")}`);
  expect(bad.length === 0, `${name}: axe found\n  ${words.join("\n  ")}`);
}

export async function picture(page, name) {
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}

/** The words of an element, white space folded. */
export async function words(page, selector) {
  return (await page.locator(selector).first().innerText()).replace(/\s+/g, " ").trim();
}

/** Opens the first case of the day's list and returns its address. */
export async function firstCase(page) {
  await page.goto("/");
  const link = page.locator("a.case-link").first();
  const address = await link.getAttribute("href");
  await page.goto(address);
  return address;
}

/** Opens a case in which an act can be registered now, by its address on the page; returns the case's address. */
export async function caseWith(page, event) {
  for (const list of ["/", "/?group=soon", "/?group=later", "/cases"]) {
    await page.goto(list);
    const cases = await page.locator("a.case-link, table a[href^='/cases/']").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const address of [...new Set(cases)].slice(0, 40)) {
      await page.goto(address);
      if ((await page.locator(`#can ~ * a[href*='/register/${event}']`).count()) > 0) return address;
    }
  }
  throw new Error(`no case of this user lets »${event}« be registered`);
}
