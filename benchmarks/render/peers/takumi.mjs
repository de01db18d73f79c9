// takumi: whole (draws all), baked (is handed the background), fit (whole, and finds the size itself)
import fs from 'node:fs';
import { Renderer } from '@takumi-rs/core';
import { QUALITY, at, lamp, lines, slope, translucent } from './card.mjs';

const text = (words, style) => ({ type: 'text', text: words, style });
const box = (style, children = []) => ({ type: 'container', style, children });

export async function open(order, mode, format) {
  // Room for all backgrounds, decoded: each peer at its best.
  const renderer = new Renderer({ cacheMaxBytes: 256 * 1024 * 1024 });
  for (const [name, file] of Object.entries(order.fonts)) {
    const [family, slant] = name.split('-');
    await renderer.registerFont({ name: family, data: fs.readFileSync(file), weight: 400, style: slant ?? 'normal' });
  }
  const images = [{ src: 'film', data: fs.readFileSync(order.film) },
    ...order.grounds.map(({ picture }) => ({ src: picture, data: fs.readFileSync(picture) }))];
  const options = { width: order.width, height: order.height, format, images,
    quality: format === 'png' ? undefined : QUALITY };
  const full = at([0, 0, order.width, order.height]);

  const ground = (one) => mode === 'baked'
    ? [{ type: 'image', src: one.picture, width: order.width, height: order.height, style: full }]
    : [box({ ...full, backgroundImage: slope(one) }), box({ ...full, backgroundImage: lamp(one) }),
      box({ ...at(one.panel.box), backgroundColor: translucent(one.panel.colour, one.panel.opacity) }),
      box({ ...at(one.cue.box), borderRadius: '50%', backgroundColor: one.cue.colour })];
  const film = mode === 'baked' ? [] : [box({ ...full, backgroundImage: 'url(film)',
    backgroundRepeat: 'repeat', backgroundSize: `${order.tile}px ${order.tile}px` })];

  const set = (line) => {
    const style = { position: 'absolute', left: line.left, top: line.top, height: line.step, color: line.colour,
      fontFamily: line.font, fontSize: line.size, lineHeight: `${line.step}px`, whiteSpace: 'nowrap' };
    if (!line.spans) return text(line.text, style);
    return box({ ...style, display: 'flex', whiteSpace: 'pre' }, line.spans.map(([words, slanted]) =>
      text(words, { fontStyle: slanted ? 'italic' : 'normal', whiteSpace: 'pre' })));
  };
  const paragraph = (card, size) => ({ fontFamily: 'serif', fontSize: size, lineHeight: 1.1, width: card.width,
    display: 'block' });
  async function fitted(card) {
    let low = 44, high = 120;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const { height } = await renderer.measure(text(card.text, paragraph(card, middle)), { width: card.width });
      if (height <= card.height) low = middle; else high = middle - 1;
    }
    return low;
  }
  async function words(card, one) {
    const all = [...lines(card, one)];
    if (mode !== 'fit') return all.map(set);
    const block = text(card.text, { ...paragraph(card, await fitted(card)), position: 'absolute',
      left: card.lines[0].x, top: card.lines[0].y - card.ascent, color: one.ink, textWrap: 'balance' });
    return [block, ...all.filter((line) => line.spans).map(set)];
  }
  return { draw: async (card, one) => renderer.render(
    box({ width: order.width, height: order.height, display: 'flex', position: 'relative' },
      [...ground(one), ...await words(card, one), ...film]), options) };
}
