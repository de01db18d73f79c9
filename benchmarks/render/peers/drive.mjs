// Measures one peer in one mode: node drive.mjs PEER MODE FORMAT ORDER FIRST WARM COUNT [SAMPLE]
// Prints what the first card cost since the process began, and what each of COUNT cards cost after WARM others.
import fs from 'node:fs';

const [peer, mode, format, path, first, warm, count, sample] = process.argv.slice(2);
const order = JSON.parse(fs.readFileSync(path));
const card = (number) => order.cards[(Number(first) + number) % order.cards.length];
const ground = (number) => order.grounds[(Number(first) + number) % order.grounds.length];

// CPU of this process and of all that it started, in ms: Chromium works in processes of its own.
function tree() {
  const children = new Map();
  for (const name of fs.readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const fields = fs.readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop().split(' ');
      const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
      children.set(fields[1], [...(children.get(fields[1]) ?? []), [name, ticks * 10]]);
    } catch { /* it ended meanwhile */ }
  }
  const below = (id) => (children.get(String(id)) ?? []).flatMap(([name, cpu]) => [[name, cpu], ...below(name)]);
  return below(process.pid);
}

function cpu() {
  const own = process.cpuUsage();
  return (own.user + own.system) / 1000 + tree().reduce((sum, [, ms]) => sum + ms, 0);
}

function memory() {
  const share = (id) => {
    try {
      return Number(/Pss:\s+(\d+)/.exec(fs.readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))[1]) / 1024;
    } catch { return 0; }
  };
  return process.resourceUsage().maxRSS / 1024 + tree().reduce((sum, [id]) => sum + share(id), 0);
}

const { open } = await import(`./${peer}.mjs`);
const drawn = await open(order, mode, format);
const one = await drawn.draw(card(0), ground(0));
const begun = cpu();
if (sample) fs.writeFileSync(sample, one);
for (let number = 1; number <= Number(warm); number++) await drawn.draw(card(number), ground(number));
const before = cpu(), clock = performance.now();
let bytes = 0;
for (let number = 0; number < Number(count); number++) {
  const at = 1 + Number(warm) + number;
  bytes += (await drawn.draw(card(at), ground(at))).length;
}
const wall = (performance.now() - clock) / Number(count), after = cpu();
console.log(JSON.stringify({
  first_ms: begun, cpu_ms: (after - before) / Number(count), wall_ms: wall,
  memory_mb: memory(), bytes: bytes / Number(count),
}));
await drawn.close?.();
process.exit(0);
