// Our server and a bare reference server in the same sitting, alternately: node bench/against-bare.mjs PATH_TO_BARE_SERVER [ROUNDS] [SESSIONS]
// The reference is started as `node PATH` with PORT and DB set and answers POST /turn {session, type, value}. Needs a built tree.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [, , bare, rounds = '3', sessions = '1500'] = process.argv;
const cli = resolve(import.meta.dirname, '../dist/server/cli.js');
if (bare === undefined || !existsSync(bare) || !existsSync(cli)) {
  console.error('Use: node bench/against-bare.mjs PATH_TO_BARE_SERVER [ROUNDS] [SESSIONS], after npm run build.');
  process.exit(2);
}
const CONCURRENCY = 32;
const PORT = 38_991;
const SCRIPT = [
  ['open', '', /how can we help/i],
  ['choice', 'Order status', /order number\?/i],
  ['text', '12', /not look like an order number/i],
  ['text', 'AB-123456', /AB-123456 is on its way/i],
  ['text', 'hi, what are your opening hours?', /nine to five/i],
  ['form', { name: 'Ada Lovelace', phone: '+15551234567' }, /thank you/i],
];

const table = [];
for (let round = 1; round <= Number(rounds); round += 1) {
  const reference = await measureBare();
  const ours = await measureOurs();
  table.push({
    round,
    'bare turns/s': Math.round(reference.turnsPerSecond),
    'ours turns/s': Math.round(ours.turnsPerSecond),
    'speed x bare': Number((ours.turnsPerSecond / reference.turnsPerSecond).toFixed(2)),
    'bare CPU ms/turn': Number(reference.cpuMsPerTurn.toFixed(3)),
    'ours CPU ms/turn': Number(ours.cpuMsPerTurn.toFixed(3)),
    'CPU x bare': Number((ours.cpuMsPerTurn / reference.cpuMsPerTurn).toFixed(2)),
  });
}
console.table(table);

function measureOurs() {
  return new Promise((done, reject) => {
    const args = [cli, 'bench', 'turns', '--sessions', sessions, '--concurrency', String(CONCURRENCY), '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.on('close', (code) =>
      code === 0 ? done(JSON.parse(out)) : reject(new Error(`bench turns ended with ${code}`)),
    );
  });
}

async function measureBare() {
  const folder = mkdtempSync(join(tmpdir(), 'tandem-bare-'));
  const env = { ...process.env, PORT: String(PORT), DB: join(folder, 'bare.db') };
  const child = spawn(process.execPath, [resolve(bare)], { env, stdio: 'ignore' });
  try {
    await reachable();
    await hold(Math.ceil(Number(sessions) / 3));
    const cpu = cpuMs(child.pid);
    const started = performance.now();
    const turns = await hold(Number(sessions));
    const seconds = (performance.now() - started) / 1000;
    return { turnsPerSecond: turns / seconds, cpuMsPerTurn: (cpuMs(child.pid) - cpu) / turns };
  } finally {
    child.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function reachable() {
  for (let i = 0; i < 400; i += 1) {
    const socket = await open().catch(() => undefined);
    if (socket !== undefined) return void socket.destroy();
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error('The reference server did not start.');
}

async function hold(count) {
  let left = count;
  let turns = 0;
  const customer = async (number) => {
    const socket = await open();
    for (; left > 0; turns += SCRIPT.length) {
      left -= 1;
      const session = `${number}-${left}-${count}-${process.pid}`;
      for (const [type, value, expected] of SCRIPT) {
        const answer = await post(socket, { session, type, value });
        if (!expected.test(answer)) throw new Error(`The reference answered ${answer.slice(0, 200)}`);
      }
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, (_, number) => customer(number)));
  return turns;
}

function open() {
  return new Promise((done, reject) => {
    const socket = connect({ host: '127.0.0.1', port: PORT, noDelay: true }, () => done(socket));
    socket.once('error', reject);
  });
}

function post(socket, body) {
  const text = JSON.stringify(body);
  const head = `POST /turn HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return new Promise((done) => {
    let received = '';
    const take = (chunk) => {
      received += chunk.toString('latin1');
      const end = received.indexOf('\r\n\r\n');
      const length = Number(/content-length: *(\d+)/i.exec(received)?.[1] ?? 0);
      if (end < 0 || received.length < end + 4 + length) return;
      socket.off('data', take);
      done(received.slice(end + 4));
    };
    socket.on('data', take);
    socket.write(head + text);
  });
}

function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
