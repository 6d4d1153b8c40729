// The sound of a curve: a falling loss is a falling tone. Web Audio, and nothing before a button is pressed.

/** Hz of the lowest and of the highest value: two octaves, where small speakers and old ears hear well. */
export const LOW = 220, HIGH = 880;
const SECONDS = 2.5; // of one line
const GAP = 0.25; // between two lines
/** One for each line in turn, so that they can be told apart. */
const WAVES: OscillatorType[] = ['sine', 'triangle', 'square', 'sawtooth'];
const LOUD: Record<string, number> = { sine: 0.22, triangle: 0.22, square: 0.07, sawtooth: 0.08 }; // about equally loud
const SAMPLES = 200;

type Values = ArrayLike<number | null | undefined>;

/**
 * The tones of several lines on one scale, in Hz, n each; 0 is a pause, where a line has no value. The tone is linear in the value, or in
 * its logarithm where all values have one and log asks for it; octaves are equal steps either way.
 */
export function tones(lines: Values[], log: boolean, n = SAMPLES): Float32Array[] {
  const finite = lines.flatMap((l) => Array.from(l).filter((v): v is number => typeof v === 'number' && Number.isFinite(v)));
  const f = log && finite.every((v) => v > 0) ? Math.log : (v: number) => v;
  const lo = finite.reduce((a, v) => Math.min(a, f(v)), Infinity), hi = finite.reduce((a, v) => Math.max(a, f(v)), -Infinity);
  return lines.map((l) => Float32Array.from({ length: n }, (_, k) => {
    const v = l[Math.round((k * (l.length - 1)) / Math.max(1, n - 1))];
    if (typeof v !== 'number' || !Number.isFinite(v)) return 0;
    return LOW * (HIGH / LOW) ** (hi > lo ? (f(v) - lo) / (hi - lo) : 0.5);
  }));
}

let stopLast = () => {};

/** Plays lines one after the other; told says which has begun, and −1 at the end. Returns what stops it. Another sound stops it too. */
export function play(lines: Float32Array[], told: (line: number) => void): () => void {
  stopLast();
  const audio = new AudioContext();
  const from = audio.currentTime + 0.05;
  const timers: number[] = [];
  let over = false;
  const end = () => {
    if (over) return;
    over = true;
    timers.forEach(clearTimeout);
    void audio.close();
    told(-1);
  };
  lines.forEach((hz, i) => {
    const at = from + i * (SECONDS + GAP), wave = WAVES[i % WAVES.length]!;
    const tone = audio.createOscillator(), gain = audio.createGain();
    tone.type = wave;
    tone.frequency.setValueCurveAtTime(hz.map((v) => v || LOW), at, SECONDS);
    gain.gain.setValueAtTime(0, 0);
    gain.gain.setValueCurveAtTime(hz.map((v, k) => (v && k < hz.length - 1 ? LOUD[wave]! : 0)), at, SECONDS);
    tone.connect(gain).connect(audio.destination);
    tone.start(at);
    tone.stop(at + SECONDS);
    timers.push(window.setTimeout(() => told(i), 1000 * (at - audio.currentTime)));
  });
  timers.push(window.setTimeout(end, 1000 * (from - audio.currentTime + lines.length * (SECONDS + GAP))));
  return (stopLast = end);
}
