// Programs that the drivers start: the display, the WebDriver of WebKit. Each is ended by the handle that started it.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export const freePort = () =>
  new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

let display;
/** A virtual display, one for all; Xvfb picks a free number itself, and stays as it is when the last window closes. */
export function xvfb() {
  display ??= new Promise((resolve, reject) => {
    const p = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
    p.once('error', reject);
    p.once('exit', () => reject(new Error('Xvfb ended')));
    p.stdio[3].once('data', (n) => resolve({ name: `:${String(n).trim()}`, close: () => p.kill() }));
  });
  return display;
}
export const closeDisplay = async () => {
  if (display) (await display).close();
};
