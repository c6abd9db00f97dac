// Checks every page in a browser: node check.mjs BASE USER PASSWORD OUT
// In light and dark mode, on a desktop and a phone: no violation of axe's rules, no layout shift, nothing too wide,
// no messages in the console. A screenshot of each page is written to OUT.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { become, kinds, launch, open, paths } from "./browser.mjs";

const [base, user, password, out] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const HIGHEST = 1000;
const type = process.env.PICTURES ?? "webp";

// The simulated daemon's history is one week that begins now.
const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);

/** Rarely shown pages: checked in two of the four kinds, without screenshots. */
const rare = {
  "nothing found": ["certificates?q=nothing-is-called-this", 200],
  "not found": ["certificates/nothing", 404],
  "invalid query": ["certificates?from=yesterday", 400],
  "as of a past time": [`certificates?as_of=${tomorrow}`, 200],
  "new silence": ["alerts?key=c4f1n2k7q9&said=acknowledged#silence", 200],
  "with resolved alerts": ["alerts?state=all", 200],
  "forbidden lists": ["sweeps?state=forbidden#lists", 200],
};

/** The layout shifts from the first paint on; each with its value and elements. */
const layoutShifts = () =>
  new Promise((done) => {
    const shifts = [];
    const described = ({ value, sources }) => `${value} ${sources.map((source) => source.node?.outerHTML?.slice(0, 80)).join("; ")}`;
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(described))).observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shifts), 50)));
  });

const violations = async () => {
  const result = await globalThis.axe.run(document, { resultTypes: ["violations"] });
  return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary}`).join("; ")}`);
};

async function look(page, name, path, kind, status = 200) {
  const answer = await page.goto(new URL(path, base), { waitUntil: "load" });
  const where = `${name}, ${kind.name}`;
  assert.equal(answer.status(), status, where);
  assert.deepEqual(await page.evaluate(layoutShifts), [], `${where}: layout shift`);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${where}: too wide`);
  await page.evaluate(axe);
  assert.deepEqual(await page.evaluate(violations), [], where);
  assert.deepEqual(page.errors.splice(0).filter((error) => status === 200 || !error.includes(`status of ${status}`)), [], where);
  console.log(`${where}: ok`);
}

async function picture(page, name, kind) {
  const high = await page.evaluate(() => document.documentElement.scrollHeight);
  const clip = { x: 0, y: 0, width: kind.width, height: Math.min(HIGHEST, high) };
  await page.screenshot({ path: `${out}/${name}-${kind.name}.${type}`, type, quality: type === "webp" ? 70 : undefined, clip });
}

mkdirSync(out, { recursive: true });
const browser = await launch();
try {
  const all = Object.entries(await paths(await open(browser, { user, password }), base));
  for (const kind of kinds) {
    const page = await open(browser, { user, password });
    await become(page, kind); // once per page: changing the width shifts the layout
    for (const [name, path] of all) {
      await look(page, name, path, kind);
      await picture(page, name, kind);
    }
    const also = kind === kinds[0] || kind === kinds[3] ? Object.entries(rare) : [];
    for (const [name, [path, status]] of also) await look(page, name, path, kind, status);
    await page.close();
  }
} finally {
  await browser.close();
}
