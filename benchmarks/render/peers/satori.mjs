// satori makes an SVG, resvg draws it, sharp encodes what is no PNG: whole, baked
import fs from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import satori from 'satori';
import sharp from 'sharp';
import { QUALITY, at, lamp, lines, slope, translucent } from './card.mjs';

const el = (style, children, type = 'div', more = {}) => ({ type, props: { style, children, ...more } });
const inlined = (file) => `data:image/png;base64,${fs.readFileSync(file).toString('base64')}`;

export async function open(order, mode, format) {
  sharp.concurrency(1);
  const fonts = Object.entries(order.fonts).map(([name, file]) => {
    const [family, slant] = name.split('-');
    return { name: family, data: fs.readFileSync(file), weight: 400, style: slant ?? 'normal' };
  });
  const pictures = new Map(order.grounds.map(({ picture }) => [picture, inlined(picture)]));
  const grain = inlined(order.film);
  const full = { ...at([0, 0, order.width, order.height]), display: 'flex' };
  const ground = (one) => mode === 'baked'
    ? [el(full, undefined, 'img', { src: pictures.get(one.picture), width: order.width, height: order.height })]
    : [el({ ...full, backgroundImage: slope(one) }), el({ ...full, backgroundImage: lamp(one) }),
      el({ ...at(one.panel.box), backgroundColor: translucent(one.panel.colour, one.panel.opacity) }),
      el({ ...at(one.cue.box), borderRadius: '50%', backgroundColor: one.cue.colour })];
  const film = mode === 'baked' ? [] : [el({ ...full, backgroundImage: `url(${grain})`,
    backgroundSize: `${order.tile}px ${order.tile}px`, backgroundRepeat: 'repeat' })];
  const set = (line) => el({ position: 'absolute', left: line.left, top: line.top, height: line.step,
    display: 'flex', color: line.colour, fontFamily: line.font, fontSize: line.size,
    lineHeight: `${line.step}px`, whiteSpace: 'pre' },
    line.spans ? line.spans.map(([words, slanted]) =>
      el({ fontStyle: slanted ? 'italic' : 'normal', whiteSpace: 'pre' }, words)) : line.text);

  async function draw(card, one) {
    const svg = await satori(el({ ...full, position: 'relative' },
      [...ground(one), ...[...lines(card, one)].map(set), ...film]),
    { width: order.width, height: order.height, fonts });
    const drawn = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
    if (format === 'png') return drawn.asPng();
    const raw = { raw: { width: order.width, height: order.height, channels: 4 } };
    return sharp(drawn.pixels, raw).removeAlpha().toFormat(format, { quality: QUALITY }).toBuffer();
  }
  return { draw };
}
