// Takes the pictures of the first screen in every state: node first-screens.mjs OUT NAME=BASE...
// Each is checked too: no violation of axe's rules, nothing too wide, nothing in the console. Prints what the page says.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { become, kinds, launch, open } from "./browser.mjs";

const [out, ...states] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shown = kinds.filter((kind) => kind.scheme === "light");

const violations = async () => {
  const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
  return result.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target).join("; ")}`);
};

mkdirSync(out, { recursive: true });
const browser = await launch();
try {
  for (const state of states) {
    const [name, base] = [state.slice(0, state.indexOf("=")), state.slice(state.indexOf("=") + 1)];
    for (const kind of shown) {
      const page = await open(browser, {});
      await page.emulateTimezone("UTC");
      await become(page, kind);
      await page.goto(base, { waitUntil: "load" });
      const clip = { x: 0, y: 0, width: kind.width, height: kind.height };
      await page.screenshot({ path: `${out}/${name}-${kind.phone ? "phone" : "desktop"}.png`, clip });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name}: too wide`);
      await page.evaluate(axe);
      assert.deepEqual(await page.evaluate(violations), [], name);
      assert.deepEqual(page.errors, [], name);
      if (!kind.phone) console.log(`${name}: ${(await page.$$eval(".banner", (all) => all.map((one) => one.innerText))).join(" | ").replace(/\s+/g, " ")}`);
      await page.close();
    }
  }
} finally {
  await browser.close();
}
