// The pictures of the gallery at build time: the engine runs each exhibit, and what it says is written down as the paths of a small drawing.
// The page colours them, so that they follow its theme. They are kept in .build/ until the engine or the list changes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [W, H] = [240, 180];
const round = (v) => String(Math.round(v * 10) / 10);
const line = (points) => points.map(([x, y], i) => `${i ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');

/** Points that can be told apart in the drawing. */
function apart(points, least) {
  const out = [];
  for (const p of points) {
    const q = out.at(-1);
    if (!q || Math.hypot(p[0] - q[0], p[1] - q[1]) >= least) out.push(p);
  }
  if (points.length > 1 && out.at(-1) !== points.at(-1)) out.push(points.at(-1));
  return out;
}
/** The part of a run before it left the surroundings of the drawing. */
function near(points) {
  const out = points.findIndex(([x, y]) => !(x > -W && x < 2 * W && y > -H && y < 2 * H));
  return out < 0 ? points : points.slice(0, out);
}

function surface(result, box) {
  const [x0, x1, y0, y1] = box;
  const at = ([x, y]) => [((x - x0) / (x1 - x0)) * W, ((y1 - y) / (y1 - y0)) * H];
  const levels = result.analyse.levels.levels;
  return [
    ...levels.map(({ lines }, i) => ({ k: 'level', d: lines.map((l) => line(apart(l.map(at), 1.8))).join(''), o: Math.round((100 * i) / Math.max(1, levels.length - 1)) / 100 })),
    ...result.runs.flatMap((r, i) => {
      const all = near(r.path.map(at));
      const [x, y] = all.at(-1);
      const inside = x >= 0 && x <= W && y >= 0 && y <= H;
      return [{ k: `path${i + 1}`, d: line(apart(all, 0.8)) }, ...(inside ? [{ k: `end${i + 1}`, x: +round(x), y: +round(y) }] : [])];
    }),
    { k: 'start', x: +round(at(result.runs[0].path[0])[0]), y: +round(at(result.runs[0].path[0])[1]) },
  ];
}

function network(result) {
  const classes = result.runs[0].steps[0].train_acc !== null;
  const what = classes ? ['train_acc', 'test_acc'] : ['train_loss', 'test_loss'];
  const curves = result.runs.length > 1 ? result.runs.map((r) => ({ steps: r.steps, of: what[0] })) : what.map((of) => ({ steps: result.runs[0].steps, of }));
  const value = (s, of) => (classes ? s[of] : s[of] > 0 ? Math.log10(s[of]) : null);
  const good = curves.flatMap((c) => c.steps.map((s) => value(s, c.of))).filter((v) => v !== null && Number.isFinite(v) && v < 4);
  const [lo, hi] = classes ? [0, 1] : [Math.min(...good), Math.max(...good)];
  const most = Math.max(...curves.flatMap((c) => c.steps.map((s) => s.epoch)));
  const [l, r, t, b] = [18, W - 14, 16, H - 18];
  return [
    { k: 'axis', d: `M${l} ${t - 4}V${b}H${r + 4}` },
    ...curves.flatMap((c, i) => {
      const all = c.steps.flatMap((s) => {
        const v = value(s, c.of);
        return v === null || !Number.isFinite(v) || v > 4 ? [] : [[l + ((r - l) * s.epoch) / most, b - ((b - t) * (v - lo)) / (hi - lo || 1)]];
      });
      const [x, y] = all.at(-1);
      return [{ k: `path${i + 1}`, d: line(apart(all, 1)) }, { k: `end${i + 1}`, x: +round(x), y: +round(y) }];
    }),
  ];
}

/** {id: shapes} of all exhibits, as site/src/rooms/gallery/pictures.ts reads them. */
export function pictures(catalog, engine, cache) {
  const hash = createHash('sha256').update(readFileSync(engine)).update(readFileSync('site/gallery.mjs')).update(JSON.stringify(catalog.gallery)).digest('hex');
  const kept = existsSync(cache) ? JSON.parse(readFileSync(cache, 'utf8')) : {};
  if (kept.hash === hash) return kept.pictures;
  const all = {};
  for (const { id, spec } of catalog.gallery) {
    const asked = spec.kind === 'surface' ? { ...spec, analyse: { levels: { count: 10, grid: 57, field: 1 } } } : spec;
    const result = JSON.parse(execFileSync(engine, ['run', '-', '-quiet'], { input: JSON.stringify(asked), maxBuffer: 1 << 28 }));
    all[id] = spec.kind === 'surface' ? surface(result, spec.surface.box ?? catalog.surfaces.find((s) => s.id === spec.surface.id).box) : network(result);
  }
  writeFileSync(cache, JSON.stringify({ hash, pictures: all }));
  return all;
}
