// Runs a user's flow on the pages in a browser: node flows.mjs BASE USER PASSWORD FLOW
import assert from "node:assert/strict";
import { launch, open } from "./browser.mjs";

const [base, user, password, flow] = process.argv.slice(2);
const browser = await launch();
const page = await open(browser, { user, password });
const at = (path) => page.goto(new URL(path, base));
const text = (selector) => page.$eval(selector, (element) => element.innerText.trim());
const count = (selector) => page.$$eval(selector, (all) => all.length);
const path = () => new URL(page.url()).pathname + new URL(page.url()).search;

/** Does something that navigates to another page. */
const leading = (act) => Promise.all([page.waitForNavigation(), act()]);
const follow = (selector) => leading(() => page.click(selector));

const flows = {
  /** Goes from the overview to one certificate, by filters and links. */
  async finding() {
    await at("./");
    await follow(".wall a");
    assert.match(path(), /^\/certificates\?from=.*until=/);
    assert.ok((await count(".listed tbody tr")) > 0);
    await at("certificates");
    assert.equal(await count(".listed tbody tr"), 101); // a page, and one row for all that has expired
    const before = await text(".listed tbody tr:first-child th");
    await follow("a[rel=next]");
    assert.notEqual(await text(".listed tbody tr:first-child th"), before);
    await at("certificates");
    await leading(() => page.select("select[name=source]", "client_certificates"));
    assert.equal(path(), "/certificates?source=client_certificates");
    await page.type("main input[name=q]", "truck-0");
    await leading(() => page.keyboard.press("Enter"));
    assert.match(path(), /q=truck-0/);
    assert.match(await text(".listed tbody tr:first-child th"), /truck-0/);
    await follow("th .sort");
    assert.equal(await text("th[aria-sort]"), "Certificate");
    const name = await text(".listed tbody th a");
    await follow(".listed tbody th a");
    assert.equal(await text("h1"), name);
    assert.ok((await count(".ladder > li")) > 1);
    assert.ok((await count(".timeline > li")) > 0);
    assert.match(await page.$eval(".acts a", (link) => link.href), /^https:\/\/dash\.cloudflare\.com\//);
  },

  /** Acknowledges and unacknowledges an alert; creates a silence for it and ends it. */
  async acting() {
    await at("alerts");
    await follow(".alerts form button");
    assert.match(await text("[role=status]"), /^Acknowledged/);
    assert.equal(await text(".alerts tbody tr:first-child .taken bdi"), user);
    await follow(".alerts form button");
    assert.match(await text("[role=status]"), /^Unacknowledged/);
    const key = await page.$eval(".alerts tbody tr", (row) => row.id);
    await follow(".alerts tbody tr a.button");
    assert.equal(await page.$eval(".make [name=key]", (field) => field.value), key);
    await page.type(".make [name=comment]", "a <b>bold</b> reason");
    await follow(".make button");
    assert.match(await text("[role=status]"), /^Silenced/);
    assert.match(await text(".silences tbody tr"), /a <b>bold<\/b> reason/);
    assert.match(await text(`[id="${key}"] .taken`), /silenced until/);
    await follow(".silences button");
    assert.match(await text("[role=status]"), /^Silence ended/);
    assert.equal(await count(".silences"), 0);
    await follow(".alerts tbody th a");
    await follow(".alerts form button");
    assert.match(path(), /^\/certificates\//);
    assert.match(await text("[role=status]"), /^Acknowledged/);
    await follow(".alerts form button");
    assert.match(await text("[role=status]"), /^Unacknowledged/);
  },

  /** Sends test messages; the page shows the receivers' replies. */
  async testing() {
    await at("channels");
    await follow('[aria-label="Test ops-hook"]');
    assert.match(await text(".banner"), /^Test of ops-hook:\s+delivered/);
    await at("channels");
    await follow('[aria-label="Test audit-hook"]');
    assert.match(await text(".banner"), /^Test of audit-hook:\s+not delivered/);
  },

  /** Uses the keyboard only. */
  async keys() {
    await at("./");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    const bar = () => page.evaluate(() => document.activeElement.getAttribute("aria-label"));
    await page.$eval(".wall a", (link) => link.focus());
    const first = await bar();
    await page.keyboard.press("ArrowRight");
    assert.match(await bar(), /^week of/);
    assert.notEqual(await bar(), first);
    await page.keyboard.press("Home");
    assert.equal(await bar(), first);
    await leading(() => page.keyboard.press("Enter"));
    assert.match(path(), /^\/certificates\?from=/);
    await at("alerts");
    await page.keyboard.press("/");
    await page.keyboard.type("terminal");
    assert.equal(await page.evaluate(() => document.activeElement.name), "q");
    await leading(() => page.keyboard.press("Enter"));
    assert.equal(path(), "/alerts?q=terminal");
  },

  /** Times are in the browser's time zone, with UTC on hover. */
  async zones() {
    await page.emulateTimezone("Asia/Kolkata");
    await at("certificates");
    const [iso, title, shown] = await page.$eval(".date time", (time) => [time.dateTime, time.title, time.textContent]);
    const there = new Date(Date.parse(iso) + 330 * 60_000).toISOString();
    assert.equal(shown, there.slice(0, 16).replace("T", " "));
    assert.equal(title, `${iso.slice(0, 19)}Z (UTC)`);
    assert.equal(await text("footer .zone"), "GMT+5:30");
  },

  /** The overview refreshes itself, but not while the user has the focus in it. */
  async living() {
    await at("./");
    const back = () => page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    const mark = () => page.$eval("main h2", (heading) => (heading.dataset.old = "1"));
    await mark();
    await page.focus("main .figure a");
    await back();
    await page.evaluate(() => document.activeElement.blur());
    assert.equal(await count("main [data-old]"), 1);
    await Promise.all([page.waitForFunction(() => !document.querySelector("main [data-old]")), back()]);
    assert.ok((await count(".listed tbody tr")) > 0);
    assert.equal(await count("time:not([data-local])"), 0);
    assert.equal(await page.$eval(".wall a", (link) => link.getAttribute("tabindex")), "0");
  },

  /** Everything works without scripts. */
  async plainly() {
    await page.setJavaScriptEnabled(false);
    await at("./");
    await follow('a[href="certificates"]');
    await page.select("select[name=within]", "7d");
    await follow(".filter button");
    assert.match(path(), /within=7d/);
    assert.ok((await count(".listed tbody tr")) > 0);
    assert.match(await text(".date time"), /^\d{4}-\d\d-\d\d \d\d:\d\d$/);
    await follow(".listed tbody th a");
    assert.ok((await count(".ladder > li")) > 1);
    await at("alerts");
    await follow(".alerts form button");
    assert.match(await text("[role=status]"), /^Acknowledged/);
    await follow(".alerts form button");
    assert.match(await text("[role=status]"), /^Unacknowledged/);
  },
};

try {
  await flows[flow]();
  assert.deepEqual(page.errors, []);
} finally {
  await browser.close();
}
