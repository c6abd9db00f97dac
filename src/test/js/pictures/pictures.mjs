// Draws pictures of the expected messages of the tests: node pictures.mjs RESOURCES OUT
// The Slack messages are rendered from their JSON, with the part of Block Kit that Certvigil uses.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [resources, out] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "pictures-"));

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

/** Slack's mrkdwn is escaped already; only its links and bold text are rendered. */
const mrkdwn = (text) =>
  text
    .replace(/<([^|>]+)\|([^>]+)>/g, (_, url, label) => `<a href="${url.replace(/"/g, "&quot;")}">${label}</a>`)
    .replace(/\*([^*\n]+)\*/g, "<b>$1</b>");

const text = (part) => (part.type === "mrkdwn" ? mrkdwn(part.text) : escaped(part.text)).replace(/\n/g, "<br>");

const blocks = {
  header: (block) => `<h1>${text(block.text)}</h1>`,
  section: (block) => `<p>${text(block.text)}</p>`,
  context: (block) => `<small>${block.elements.map(text).join(" ")}</small>`,
  divider: () => "<hr>",
};

const slack = (message) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; padding: 16px 20px; font: 15px/1.46 Lato, "Noto Sans", Arial, sans-serif; color: #1d1c1d; background: #fff; }
  main { display: grid; grid-template-columns: 36px 1fr; gap: 0 10px; }
  .face { width: 36px; height: 36px; border-radius: 6px; background: #14532d; color: #fff; font: 700 20px/36px Arial; text-align: center; }
  .who { font-weight: 900; } .app { font-size: 11px; background: #ddd; border-radius: 2px; padding: 1px 3px; }
  h1 { font-size: 18px; margin: 4px 0 6px; } p { margin: 8px 0 2px; } small { display: block; color: #616061; font-size: 12px; margin: 2px 0; }
  a { color: #1264a3; text-decoration: none; }
</style><main><div class="face">C</div><div><span class="who">Certvigil</span> <span class="app">APP</span>
${message.blocks.map((block) => blocks[block.type](block)).join("\n")}</div></main>`;

const plain = (mail) => `<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; padding: 16px; background: #fff; color: #111; } pre { font: 13px/1.4 "DejaVu Sans Mono", monospace; margin: 0; white-space: pre-wrap; }
</style><pre>${escaped(mail)}</pre>`;

/** A picture with the height of the page, up to a limit: a first run of Chromium measures the height. */
function shoot(name, html, width) {
  const page = join(folder, `${name}.html`);
  const asks = html + "<script>document.title='high:'+document.documentElement.scrollHeight+':'</script>";
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1"];
  const chromium = (...more) => execFileSync("chromium", [...flags, `--user-data-dir=${join(folder, "profile")}`, ...more], { stdio: ["ignore", "pipe", "ignore"] });
  writeFileSync(page, asks);
  const whole = /high:(\d+):/.exec(String(chromium(`--window-size=${width},200`, "--dump-dom", `file://${page}`)))[1];
  const high = Math.min(Number(whole), 1000);
  writeFileSync(page, html);
  chromium(`--window-size=${width},${high}`, `--screenshot=${join(out, `${name}.png`)}`, `file://${page}`);
  console.log(`${name}.png ${width} x ${high}`);
}

const read = (name) => readFileSync(join(resources, name), "utf8");
try {
  shoot("slack", slack(JSON.parse(read("slack/slack-example.json"))), 680);
  shoot("slack-digest", slack(JSON.parse(read("compose/digest-example.json"))), 680);
  shoot("mail", read("email/mail.html"), 720);
  shoot("mail-phone", read("email/mail.html"), 360);
  shoot("mail-text", plain(read("email/mail.txt")), 720);
} finally {
  rmSync(folder, { recursive: true });
}
