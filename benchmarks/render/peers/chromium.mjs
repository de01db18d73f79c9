// Chromium without a window, one page used again and again: whole, baked. CHROMIUM names the program.
import fs from 'node:fs';
import { chromium } from 'playwright-core';
import { QUALITY, lamp, lines, slope, translucent } from './card.mjs';

const inlined = (file, type) => `url(data:${type};base64,${fs.readFileSync(file).toString('base64')})`;
const px = (box) => `left:${box[0]}px;top:${box[1]}px;width:${box[2] - box[0]}px;height:${box[3] - box[1]}px;`;
const clean = (words) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export async function open(order, mode, format) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--force-device-scale-factor=1'] });
  const page = await browser.newPage({ viewport: { width: order.width, height: order.height } });
  const faces = Object.entries(order.fonts).map(([name, file]) => {
    const [family, slant] = name.split('-');
    return `@font-face{font-family:card-${family};font-style:${slant ?? 'normal'};src:${inlined(file, 'font/ttf')}}`;
  }).join('');
  const pictures = mode === 'baked' ? order.grounds.map(({ picture }, number) =>
    `.ground${number}{background:${inlined(picture, 'image/png')}}`).join('') : '';
  await page.setContent(`<style>${faces}${pictures}*{margin:0}div{position:absolute;white-space:pre}` +
    `#film{inset:0;background:${inlined(order.film, 'image/png')}}.all{inset:0}</style><body></body>`);
  await page.evaluate(() => Promise.all([...document.fonts].map((face) => face.load())));
  const screen = await page.context().newCDPSession(page);

  const ground = (one) => mode === 'baked'
    ? `<div class="all ground${order.grounds.indexOf(one)}"></div>`
    : `<div class="all" style="background:${lamp(one)},${slope(one)}"></div>` +
      `<div style="${px(one.panel.box)}background:${translucent(one.panel.colour, one.panel.opacity)}"></div>` +
      `<div style="${px(one.cue.box)}border-radius:50%;background:${one.cue.colour}"></div>`;
  const set = (line) => `<div style="left:${line.left}px;top:${line.top}px;color:${line.colour};` +
    `font:${line.size}px/${line.step}px card-${line.font}">` + (line.spans ?? [[line.text, false]]).map(
    ([words, slanted]) => slanted ? `<i>${clean(words)}</i>` : clean(words)).join('') + '</div>';

  async function draw(card, one) {
    const html = ground(one) + [...lines(card, one)].map(set).join('') + (mode === 'baked' ? '' : '<div id=film></div>');
    await page.evaluate((body) => { document.body.innerHTML = body; }, html);
    const { data } = await screen.send('Page.captureScreenshot',
      { format, quality: format === 'png' ? undefined : QUALITY, fromSurface: true });
    return Buffer.from(data, 'base64');
  }
  return { draw, close: () => browser.close() };
}
