// Starts the Chromium that is installed on the system.
import puppeteer from "puppeteer-core";

export const launch = () =>
  puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
  });

/** Opens a page that authenticates as the user, and collects its errors in page.errors. */
export async function open(browser, { user, password }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  page.errors = [];
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) page.errors.push(message.text());
  });
  page.on("pageerror", (error) => page.errors.push(error.message));
  if (user) await page.authenticate({ username: user, password });
  return page;
}

export const kinds = [
  { name: "desktop-light", width: 1280, height: 900, scheme: "light" },
  { name: "desktop-dark", width: 1280, height: 900, scheme: "dark" },
  { name: "phone-light", width: 390, height: 844, scheme: "light", phone: true },
  { name: "phone-dark", width: 390, height: 844, scheme: "dark", phone: true },
];

export async function become(page, kind) {
  await page.setViewport({ width: kind.width, height: kind.height, isMobile: Boolean(kind.phone), hasTouch: Boolean(kind.phone) });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: kind.scheme }]);
}

/** The paths of the pages by name; the certificate has a history, if any has one. */
export async function paths(page, base) {
  await page.goto(new URL("changes?change=renewed", base));
  const renewed = await page.$$eval(".timeline a", (links) => links.map((link) => link.getAttribute("href")));
  await page.goto(new URL("certificates", base));
  const first = await page.$eval(".listed th a", (link) => link.getAttribute("href"));
  return {
    overview: "./",
    certificates: "certificates",
    certificate: renewed[0] ?? first,
    alerts: "alerts",
    changes: "changes",
    sweeps: "sweeps",
    channels: "channels",
  };
}
