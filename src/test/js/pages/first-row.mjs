// Measures the time until the first row of the certificates page is painted: node first-row.mjs TIMES BASE...
// Prints the median in milliseconds for each base.
import assert from "node:assert/strict";
import { launch, open } from "./browser.mjs";

const [times, ...bases] = process.argv.slice(2);
const browser = await launch();
const took = bases.map(() => []);

const painted = () =>
  new Promise((done) => {
    const first = () => performance.getEntriesByName("first-contentful-paint")[0];
    const finish = () => done(first().startTime);
    if (first()) finish();
    else new PerformanceObserver((_, observer) => first() && (observer.disconnect(), finish())).observe({ type: "paint" });
  });

try {
  const page = await open(browser, {});
  await page.setViewport({ width: 1280, height: 900 });
  for (let time = -1; time < Number(times); time++) {
    for (const [number, base] of bases.entries()) {
      await page.goto(new URL("certificates", base));
      const ms = await page.evaluate(painted);
      const top = await page.$eval(".listed tbody tr", (row) => row.getBoundingClientRect().bottom);
      assert.ok(top < 900, "the first row is painted at once");
      if (time >= 0) took[number].push(ms); // the first run is a warm-up
    }
  }
} finally {
  await browser.close();
}
for (const all of took) console.log(all.sort((one, other) => one - other)[all.length >> 1].toFixed(1));
