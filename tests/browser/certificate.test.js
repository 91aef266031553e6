// A certificate as Chromium shows and prints it, and checked again from a poor photograph of the paper.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import test from "node:test";
import { command, makePlatform } from "../js/demo-platform.js";
import { inBrowser, skip } from "./harness.js";

const { folder, platform } = skip ? {} : makePlatform("test-certificate-demo");
const programme = "demo.certificate.clean-record";
const code = "91310115MA1000367Y";
const trusted = ["--root", "root.json", "--snapshot", "snapshot.json", "--programme", programme, "--now", platform?.now];

function xinyi(...args) {
  const { status, stdout, stderr } = spawnSync(command, args.map(String), { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

/** Half as large, turned by some degrees, out of focus, grey and compressed. */
async function poorly(page, png, degrees) {
  await page.goto("about:blank");
  const jpeg = await page.evaluate(
    async ([image, degrees]) => {
      const bitmap = await createImageBitmap(await (await fetch(image)).blob());
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [bitmap.width * 0.6, bitmap.height * 0.6];
      const paint = canvas.getContext("2d");
      paint.fillStyle = "#888";
      paint.fillRect(0, 0, canvas.width, canvas.height);
      paint.filter = "blur(1px) contrast(0.6)";
      paint.translate(canvas.width / 2, canvas.height / 2);
      paint.rotate((degrees * Math.PI) / 180);
      paint.drawImage(bitmap, -bitmap.width / 4, -bitmap.height / 4, bitmap.width / 2, bitmap.height / 2);
      return canvas.toDataURL("image/jpeg", 0.7).split(",")[1];
    },
    [`data:image/png;base64,${png.toString("base64")}`, degrees],
  );
  return Buffer.from(jpeg, "base64");
}

test("a certificate is one page, fetches nothing, and is checked from a photograph at half its resolution", { skip }, async () => {
  const made = xinyi("certificate", ...trusted, "--holder-key", "keys/holder-firm-clean.pem", "--out", "clean.html", "wallets/firm-clean.sd-jwt");
  assert.equal(made.status, 0, made.stderr);
  await inBrowser({ "/": folder }, "clean.html", async (_, context, url) => {
    // A sheet of A4 photographed with 12 megapixels has about 340 dots an inch.
    const photographing = await context.browser().newContext({ viewport: { width: 794, height: 1123 }, deviceScaleFactor: 3.5 });
    const page = await photographing.newPage();
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(new URL("clean.html", url).href);
    await page.emulateMedia({ media: "print" });
    const text = await page.locator("body").innerText();
    for (const said of [code, "示例茶业有限公司（演示）", "依法可使用", "may lawfully be used", "演示，没有效力", "Demo: Shanghai credit platform", "xinyi qr read"]) {
      assert.ok(text.includes(said), `${said} is not in ${text}`);
    }
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
    const png = await page.screenshot();
    assert.deepEqual(requests, [new URL("clean.html", url).href]);
    for (const degrees of [0, 3, -7]) {
      writeFileSync(`${folder}/photo.jpg`, await poorly(page, png, degrees));
      const read = xinyi("qr", "read", "photo.jpg");
      assert.equal(read.status, 0, `turned by ${degrees}: ${read.stderr}`);
      writeFileSync(`${folder}/certificate.txt`, read.stdout);
      const check = (...more) => xinyi("check", "--json", ...trusted, "--certificate", ...more, "certificate.txt");
      const { status, stdout } = check("--subject", code);
      assert.equal(status, 0, stdout);
      assert.equal(JSON.parse(stdout).decision.benefit.kind, "clean_record");
      // The paper of another firm with these codes.
      assert.equal(JSON.parse(check("--subject", "91310115MA10001800").stdout).error.code, "binding.subject");
    }
    // Each has codes of its own. A reader that takes corners of one code for those of another misses one in some.
    for (let copy = 0; copy < 5; copy++) {
      const again = xinyi("certificate", ...trusted, "--holder-key", "keys/holder-firm-clean.pem", "--out", "clean.html", "wallets/firm-clean.sd-jwt");
      assert.equal(again.status, 0, again.stderr);
      await page.goto(new URL("clean.html", url).href);
      writeFileSync(`${folder}/photo.jpg`, await poorly(page, await page.screenshot(), -7));
      const { status, stdout, stderr } = xinyi("qr", "read", "photo.jpg");
      assert.equal(status, 0, stderr + stdout);
    }
    await photographing.close();
  });
});
