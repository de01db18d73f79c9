// The card as boxes and lines of text, for the peers that think in CSS.
export const QUALITY = 92;

export const translucent = (colour, alpha) =>
  `rgba(${[1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(',')},${alpha.toFixed(4)})`;

export const slope = (ground) =>
  `linear-gradient(${ground.angle}deg, ${ground.stops.map(([colour, at]) => `${colour} ${at}%`).join(', ')})`;

export const lamp = ({ lamp: { x, y, radius, colour, stops } }) =>
  `radial-gradient(circle ${radius.toFixed(1)}px at ${x.toFixed(1)}px ${y.toFixed(1)}px, ` +
  `${stops.map(([at, alpha]) => `${translucent(colour, alpha)} ${at}%`).join(', ')})`;

export const at = ([left, top, right, bottom]) => ({
  position: 'absolute', left, top, width: right - left, height: bottom - top,
});

// Each set line as [text, left, top, size, height of its box, colour, style]: the break and the place are given.
export function* lines(card, ground) {
  for (const line of card.lines) {
    yield { text: line.text, left: line.x, top: line.y - card.ascent, size: line.size, step: card.step,
      colour: ground.ink, font: 'serif' };
  }
  for (const line of card.credit) {
    const step = line.size * 1.32;
    yield { spans: line.spans, left: line.x, top: line.y - step * 0.76, size: line.size, step,
      colour: ground.accent, font: 'sans' };
  }
}
