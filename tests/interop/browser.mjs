// A phone and a desktop: Debian's Chromium looks at the pages.
import fs from 'node:fs';
import path from 'node:path';
import jsQRModule from 'jsqr';
import {chromium} from 'playwright-core';
import {PNG} from 'pngjs';

const jsQR = jsQRModule.default ?? jsQRModule;
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = fs.existsSync(executablePath);
const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 2};
const desktop = {viewport: {width: 1200, height: 900}, deviceScaleFactor: 1};

async function withPage(size, work) {
  const browser = await chromium.launch({executablePath, args});
  try {
    const page = await browser.newPage(size);
    const faults = [];
    page.on('console', message => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', error => faults.push(String(error)));
    const result = await work(page);
    if (faults.length) throw new Error(`the page reported: ${faults.join('; ')}`);
    return result;
  } finally {
    await browser.close();
  }
}

function readQr(png) {
  const image = PNG.sync.read(png);
  return jsQR(new Uint8ClampedArray(image.data), image.width, image.height)?.data;
}

/** What the QR code on a page says, seen at phone size. */
export const scan = url => withPage(phone, async page => {
  await page.goto(url, {waitUntil: 'load'});
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > 390) throw new Error(`the page is ${width} pixels wide on a phone of 390`);
  return readQr(await page.screenshot({fullPage: true}));
});

/** The whole way by hand: sign in, choose, agree, offer, the demonstration wallet, the employer's verdict. */
export const walk = (base, pictures) => withPage(desktop, async page => {
  const picture = async (name, size) => {
    if (!pictures) return;
    if (size) await page.setViewportSize(size);
    fs.mkdirSync(pictures, {recursive: true});
    await page.screenshot({path: path.join(pictures, `${name}.png`)});
  };
  await page.goto(`${base}/`);
  await page.click('text=Put my record into my wallet');
  await page.click('button:has-text("Sign in")');
  await picture('record');
  await page.click('button:has-text("Continue")');
  await picture('agree');
  await page.click('button:has-text("I agree")');
  const code = (await page.textContent('.tx .code')).trim();
  await page.click('text=Show the QR code');
  await picture('offer', {width: 1000, height: 860});
  await page.click('text=Use the demonstration wallet');
  await page.fill('#tx_code', code);
  await page.click('button:has-text("Take it in")');
  await page.waitForSelector('.card');
  await picture('wallet', {width: 1200, height: 900});
  const received = await page.locator('.card').count();
  await page.locator('button:has-text("Show it to an employer")').first().click();
  const verdict = (await page.textContent('#verdict')).trim();
  await picture('report', {width: 1000, height: 900});
  return {received, verdict};
});
