// sharp: words as an SVG that librsvg and Pango draw, laid on a background: whole (in the SVG), baked (raw pixels)
import fs from 'node:fs';
import path from 'node:path';
import { QUALITY, lines } from './card.mjs';

const clean = (words) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;');

export async function open(order, mode, format) {
  // Before the library is loaded: where fontconfig finds the card's fonts, which are named after their roles.
  const folder = path.dirname(order.fonts.serif);
  const config = path.join(folder, 'fonts.conf');
  fs.writeFileSync(config, `<?xml version="1.0"?><fontconfig><dir>${folder}</dir>` +
    `<cachedir>${folder}/fontcache</cachedir></fontconfig>`);
  process.env.FONTCONFIG_FILE = config;
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  const raw = new Map();
  for (const { picture } of order.grounds) raw.set(picture, await sharp(picture).removeAlpha().raw().toBuffer());
  const film = `data:image/png;base64,${fs.readFileSync(order.film).toString('base64')}`;
  const { width, height } = order;

  function ground(one) {
    const radians = one.angle * Math.PI / 180, across = Math.sin(radians), up = Math.cos(radians);
    const half = (Math.abs(width * across) + Math.abs(height * up)) / 2;
    const stops = one.stops.map(([colour, at]) => `<stop offset="${at}%" stop-color="${colour}"/>`).join('');
    const light = one.lamp.stops.map(([at, alpha]) =>
      `<stop offset="${at}%" stop-color="${one.lamp.colour}" stop-opacity="${alpha}"/>`).join('');
    const [left, top, right, bottom] = one.panel.box, cue = one.cue.box;
    return `<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="${width / 2 - across * half}" ` +
      `y1="${height / 2 + up * half}" x2="${width / 2 + across * half}" y2="${height / 2 - up * half}">${stops}` +
      `</linearGradient><radialGradient id="l" gradientUnits="userSpaceOnUse" cx="${one.lamp.x}" ` +
      `cy="${one.lamp.y}" r="${one.lamp.radius}">${light}</radialGradient></defs>` +
      `<rect width="${width}" height="${height}" fill="url(#g)"/><rect width="${width}" height="${height}" ` +
      `fill="url(#l)"/><rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" ` +
      `fill="${one.panel.colour}" fill-opacity="${one.panel.opacity}"/><ellipse cx="${(cue[0] + cue[2]) / 2}" ` +
      `cy="${(cue[1] + cue[3]) / 2}" rx="${(cue[2] - cue[0]) / 2}" ry="${(cue[3] - cue[1]) / 2}" ` +
      `fill="${one.cue.colour}"/>`;
  }
  const grain = `<defs><pattern id="f" patternUnits="userSpaceOnUse" width="${order.tile}" height="${order.tile}">` +
    `<image href="${film}" width="${order.tile}" height="${order.tile}"/></pattern></defs>` +
    `<rect width="${width}" height="${height}" fill="url(#f)"/>`;
  const set = (line) => {
    const y = line.spans ? line.top + line.step * 0.76 : line.baseline;
    const spans = line.spans ?? [[line.text, false]];
    return `<text x="${line.left}" y="${y}" font-size="${line.size}" fill="${line.colour}" xml:space="preserve">` +
      spans.map(([words, slanted]) => `<tspan font-family="Card ${line.font}${slanted ? '-italic' : ''}">` +
        `${clean(words)}</tspan>`).join('') + '</text>';
  };
  async function draw(card, one) {
    const words = [...lines(card, one)].map((line, number) =>
      set({ ...line, baseline: card.lines[number]?.y })).join('');
    const svg = (body) => Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${body}</svg>`);
    const picture = mode === 'baked'
      ? sharp(raw.get(one.picture), { raw: { width, height, channels: 3 } }).composite([{ input: svg(words) }])
      : sharp(svg(ground(one) + words + grain));
    return picture.removeAlpha().toFormat(format, format === 'png' ? {} : { quality: QUALITY }).toBuffer();
  }
  return { draw };
}
