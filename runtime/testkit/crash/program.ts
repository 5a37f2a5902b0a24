// A server in a process of its own: plays a scenario and kills itself with SIGKILL at the n-th durable step.
import { createProgress } from './progress.ts';
import { startServer } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

const [, , name, file = '', progressFile = '', killAt = '0'] = process.argv;

async function play(): Promise<void> {
  const scenario = SCENARIOS.find((candidate) => candidate.name === name);
  if (scenario === undefined) throw new Error(`No scenario is called ${String(name)}.`);
  let steps = 0;
  const progress = createProgress(Date.UTC(2026, 0, 1), progressFile);
  const server = await startServer(scenario, file, progress, () => {
    steps += 1;
    if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  });
  await server.play();
  await server.close();
}

void play();
